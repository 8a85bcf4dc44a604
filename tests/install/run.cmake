# cmake -DBUILD=... -DWORK=... -DCOMPILER=... -P run.cmake
# Installs the build, moves the result elsewhere (a package must not know where it was made), builds
# the consumers against it and runs them.
function(run)
  execute_process(COMMAND ${ARGV} RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT status EQUAL 0)
    string(JOIN " " command ${ARGV})
    message(FATAL_ERROR "failed (${status}): ${command}\n${output}")
  endif()
endfunction()

file(REMOVE_RECURSE ${WORK})
file(MAKE_DIRECTORY ${WORK})
run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${WORK}/made)
file(RENAME ${WORK}/made ${WORK}/moved)
run(${CMAKE_COMMAND} -S ${CMAKE_CURRENT_LIST_DIR} -B ${WORK}/consumer -G Ninja
  -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_COMPILER=${COMPILER} -DCMAKE_PREFIX_PATH=${WORK}/moved)
run(${CMAKE_COMMAND} --build ${WORK}/consumer)
run(${WORK}/consumer/consumer)
run(${WORK}/moved/bin/photoscrub --version)

# The README's example is this file, word for word, and it does what the README says.
set(root ${CMAKE_CURRENT_LIST_DIR}/../..)
file(READ ${root}/README.md readme)
file(READ ${CMAKE_CURRENT_LIST_DIR}/readme_example.cpp example)
string(FIND "${example}" "\n" first_end)
math(EXPR second_line "${first_end} + 1")
string(SUBSTRING "${example}" ${second_line} -1 example)
string(FIND "${readme}" "```cpp\n${example}```" at)
if(at EQUAL -1)
  message(FATAL_ERROR "README.md does not show tests/install/readme_example.cpp as it is")
endif()
run(${WORK}/consumer/readme_example ${WORK}/moved ${root}/samples/phone_portrait.jpg ${WORK}/cleaned)
if(NOT EXISTS ${WORK}/cleaned/clean.jpg)
  message(FATAL_ERROR "the example left no clean copy")
endif()
