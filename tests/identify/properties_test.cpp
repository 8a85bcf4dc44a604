/// Properties that hold for any number and any text.

#include "identify/check_digits.h"
#include "identify/health_numbers.h"
#include "identify/support.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace photoscrub::identify {

namespace {

rc::Gen<std::string> digitString(int length) {
  return rc::gen::container<std::string>(static_cast<std::size_t>(length),
                                         rc::gen::inRange('0', static_cast<char>('9' + 1)));
}

/// A number that England gives to people.
rc::Gen<std::string> liveNumber() {
  return rc::gen::map(
      rc::gen::suchThat(rc::gen::pair(rc::gen::element('4', '6', '7'), digitString(8)),
                        [](const auto& parts) {
                          const std::string nine = parts.first + parts.second;
                          const auto check = modulus11CheckDigit(nine);
                          return check && nine.find_first_not_of(nine[0]) != std::string::npos;
                        }),
      [](const auto& parts) {
        const std::string nine = parts.first + parts.second;
        return nine + *modulus11CheckDigit(nine);
      });
}

std::string spaced(const std::string& ten) {
  return ten.substr(0, 3) + ' ' + ten.substr(3, 3) + ' ' + ten.substr(6);
}

bool isSure(const Identifier& one) {
  return one.certainty == Certainty::high || one.certainty == Certainty::certain;
}

/// Text as hostile recognition might give it: mostly characters the rules react to.
rc::Gen<std::string> trickyText() {
  return rc::gen::container<std::string>(
      rc::gen::oneOf(rc::gen::elementOf(std::string("0123456789OIlSB |.-/:,@()\t\nNHSDobTel")),
                     rc::gen::arbitrary<char>()));
}

} // namespace

RC_GTEST_PROP(Numbers, LiveOnesWithALabelAreHigh, ()) {
  const std::string number = *liveNumber();
  for (const std::string& line : {"NHS No " + number, "NHS Number: " + spaced(number)}) {
    const auto found = find(inLine(line), "NHS number");
    RC_ASSERT(found.has_value());
    RC_ASSERT(found->value == number);
    RC_ASSERT(found->certainty == Certainty::high);
  }
}

RC_GTEST_PROP(Numbers, LiveOnesInThreeGroupsAreMedium, ()) {
  const std::string number = *liveNumber();
  const auto found = find(identifyText(asWords({spaced(number)})), "NHS number");
  RC_ASSERT(found.has_value());
  RC_ASSERT(found->value == number);
  RC_ASSERT(found->certainty == Certainty::medium);
}

RC_GTEST_PROP(Numbers, AreReadThroughOneMisreadDigitUnderALabel, ()) {
  const std::string number = *liveNumber();
  std::string misread = spaced(number);
  const auto place = *rc::gen::inRange<std::size_t>(0, misread.size());
  constexpr std::string_view kFrom = "0158", kTo = "OlSB";
  if (const auto at = kFrom.find(misread[place]); at != std::string_view::npos)
    misread[place] = kTo[at];
  const auto found = find(inLine("NHS No " + misread), "NHS number");
  RC_ASSERT(found.has_value());
  RC_ASSERT(found->value == number);
}

RC_GTEST_PROP(Numbers, OfTenDigitsWithoutALabelAreNeverHigh, ()) {
  const std::string number = *digitString(10);
  for (const Identifier& one : inLine(number))
    RC_ASSERT(one.certainty == Certainty::info);
  for (const Identifier& one : inLine(spaced(number)))
    RC_ASSERT(!isSure(one));
  for (const Identifier& one : identifyCode(number))
    RC_ASSERT(one.certainty == Certainty::info);
}

RC_GTEST_PROP(Numbers, CalledNhsNumberPassTheirCheck, ()) {
  for (const Identifier& one : inLine("NHS No " + *trickyText() + " " + *digitString(10)))
    if (one.label == "NHS number")
      RC_ASSERT(passesModulus11(one.value));
}

RC_GTEST_PROP(CheckDigits, ChangeWithAnyOneDigit, ()) {
  std::string number = *liveNumber();
  const auto place = *rc::gen::inRange<std::size_t>(0, 10);
  const char other = *rc::gen::inRange('0', static_cast<char>('9' + 1));
  RC_PRE(other != number[place]);
  number[place] = other;
  RC_ASSERT(!passesModulus11(number));
}

RC_GTEST_PROP(AnyText, IsReadWithoutHarm, ()) {
  const auto texts = *rc::gen::container<std::vector<std::string>>(trickyText());
  std::vector<Word> words;
  for (const std::string& text : texts)
    words.push_back({text,
                     {*rc::gen::arbitrary<int>(), *rc::gen::arbitrary<int>(),
                      *rc::gen::inRange(-10, 400), *rc::gen::inRange(-10, 400)}});
  for (const Identifier& one : identifyText(words))
    RC_ASSERT(!one.label.empty());
  for (const std::string& text : texts) {
    for (const Identifier& one : identifyCode(text))
      RC_ASSERT(!one.label.empty());
    for (const Identifier& one : identifyFileName(text))
      RC_ASSERT(!one.label.empty());
  }
}

RC_GTEST_PROP(AnyText, MeansTheSameInAnyOrderOfWords, ()) {
  const auto words = asWords({"NHS No 485 777 3457", "SMITH John 13-Feb-1944", "GMC 1234567"});
  std::vector<Word> shuffled = words;
  for (std::size_t i = shuffled.size(); i > 1; --i)
    std::swap(shuffled[i - 1], shuffled[*rc::gen::inRange<std::size_t>(0, i)]);
  RC_ASSERT(identifyText(shuffled).size() == identifyText(words).size());
}

} // namespace photoscrub::identify
