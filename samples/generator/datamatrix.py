"""A Data Matrix ECC 200 symbol of 16 x 16 modules (ISO/IEC 16022): all a wristband's code needs."""

SIDE = 16          # modules, with the finder pattern
INNER = SIDE - 2   # modules of the mapping matrix
DATA, CHECK = 12, 12  # codewords, ISO/IEC 16022 table 7
FNC1 = 232


def gs1_digits(digits):
    """Codewords of a GS1 element string that is 22 digits long: FNC1, then two digits each."""
    if len(digits) != 2 * (DATA - 1):
        raise ValueError("a 16 x 16 symbol holds exactly 22 digits after FNC1")
    return [FNC1] + [int(digits[i:i + 2]) + 130 for i in range(0, len(digits), 2)]


def _tables():
    exponents, logarithms, value = [], {}, 1
    for power in range(255):
        exponents.append(value)
        logarithms[value] = power
        value <<= 1
        if value & 0x100:
            value ^= 0x12D  # the field's polynomial, 5.7.1
    return exponents, logarithms


EXP, LOG = _tables()


def _times(a, b):
    return EXP[(LOG[a] + LOG[b]) % 255] if a and b else 0


def with_check(data):
    """The codewords followed by their Reed-Solomon check codewords, Annex E."""
    generator = [1]
    for root in range(1, CHECK + 1):
        shifted = generator + [0]
        for i, term in enumerate(generator):
            shifted[i + 1] ^= _times(term, EXP[root])
        generator = shifted
    remainder = list(data) + [0] * CHECK
    for i in range(len(data)):
        factor = remainder[i]
        for j, term in enumerate(generator):
            remainder[i + j] ^= _times(term, factor)
    return list(data) + remainder[len(data):]


# Where the eight bits of a codeword lie around its corner module, most significant first: Annex F.1.
UTAH = [(-2, -2), (-2, -1), (-1, -2), (-1, -1), (-1, 0), (0, -2), (0, -1), (0, 0)]


# The one special corner that a 14 x 14 mapping matrix meets, "corner 2" of Annex F.
CORNER = [(INNER - 3, 0), (INNER - 2, 0), (INNER - 1, 0), (0, INNER - 4), (0, INNER - 3),
          (0, INNER - 2), (0, INNER - 1), (1, INNER - 1)]


def _placement():
    """{(row, column): (codeword, bit)} of the mapping matrix."""
    cells = {}

    def put(row, column, codeword, bit):
        if row < 0:
            row, column = row + INNER, column + 4 - (INNER + 4) % 8
        if column < 0:
            row, column = row + 4 - (INNER + 4) % 8, column + INNER
        cells[(row, column)] = (codeword, bit)

    codeword, row, column = 0, 4, 0
    while row < INNER or column < INNER:
        if (row, column) == (INNER - 2, 0):
            for bit, cell in enumerate(CORNER):
                cells[cell] = (codeword, 7 - bit)
            codeword += 1
        for step in (-1, 1):
            while True:
                inside = 0 <= row < INNER and 0 <= column < INNER
                if inside and (row, column) not in cells:
                    for bit, (down, right) in enumerate(UTAH):
                        put(row + down, column + right, codeword, 7 - bit)
                    codeword += 1
                row, column = row + 2 * step, column - 2 * step
                if step < 0 and not (row >= 0 and column < INNER):
                    break
                if step > 0 and not (row < INNER and column >= 0):
                    break
            row, column = (row + 1, column + 3) if step < 0 else (row + 3, column + 1)
    return cells


def symbol(data):
    """Rows of True (dark) and False, finder pattern included, quiet zone not."""
    codewords = with_check(data)
    grid = [[False] * SIDE for _ in range(SIDE)]
    for i in range(SIDE):
        grid[i][0] = grid[SIDE - 1][i] = True      # the solid L
        grid[0][i] = grid[0][i] or i % 2 == 0      # the clock tracks
        grid[i][SIDE - 1] = grid[i][SIDE - 1] or i % 2 == 1
    cells = _placement()
    for row in range(INNER):
        for column in range(INNER):
            # Cells nobody placed are the fixed pattern of the lower right corner, F.3.
            codeword, bit = cells.get((row, column), (None, 0))
            dark = row == column if codeword is None else codewords[codeword] >> bit & 1
            grid[row + 1][column + 1] = bool(dark)
    return grid
