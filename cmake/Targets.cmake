# Warnings and hardening ride on one INTERFACE target; no global flags.
add_library(photoscrub_options INTERFACE)
target_compile_options(photoscrub_options INTERFACE
  -Wall -Wextra -Wconversion -Wshadow -Wnon-virtual-dtor
  $<$<BOOL:${PHOTOSCRUB_WERROR}>:-Werror>
  -fstack-protector-strong
  -ffile-prefix-map=${PROJECT_SOURCE_DIR}/=)
if(PHOTOSCRUB_SANITIZE)
  target_compile_options(photoscrub_options INTERFACE
    -fsanitize=${PHOTOSCRUB_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  # With sanitizers g++ 12 loses track of lengths and warns of ones that cannot be; the presets
  # therefore leave -Werror to the builds without.
  target_compile_options(photoscrub_options INTERFACE
    $<$<CXX_COMPILER_ID:GNU>:-Wno-stringop-overflow;-Wno-array-bounds>)
  target_link_options(photoscrub_options INTERFACE -fsanitize=${PHOTOSCRUB_SANITIZE})
  target_compile_definitions(photoscrub_options INTERFACE PHOTOSCRUB_SANITIZED=1)
else()
  target_compile_definitions(photoscrub_options INTERFACE
    $<$<NOT:$<CONFIG:Debug>>:_FORTIFY_SOURCE=2> _GLIBCXX_ASSERTIONS)
endif()

# photoscrub_room(NAME SOURCES ... USES rooms... LINKS third-party...)
# One static library for one folder of src/. USES are the rooms it may include (public),
# LINKS third-party libraries (private: no public header shows their types).
function(photoscrub_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;USES;LINKS" ${ARGN})
  add_library(photoscrub_${name} STATIC ${ROOM_SOURCES})
  add_library(photoscrub::${name} ALIAS photoscrub_${name})
  target_include_directories(photoscrub_${name} PUBLIC
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/src>
    $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/photoscrub>)
  target_compile_features(photoscrub_${name} PUBLIC cxx_std_20)
  target_link_libraries(photoscrub_${name} PRIVATE $<BUILD_INTERFACE:photoscrub_options>)
  foreach(used IN LISTS ROOM_USES)
    target_link_libraries(photoscrub_${name} PUBLIC photoscrub_${used})
  endforeach()
  target_link_libraries(photoscrub_${name} PRIVATE ${ROOM_LINKS})
  set_target_properties(photoscrub_${name} PROPERTIES EXPORT_NAME ${name})
  set_property(GLOBAL APPEND PROPERTY PHOTOSCRUB_ROOMS photoscrub_${name})
endfunction()

# photoscrub_test(ROOM SOURCES ... USES rooms... LINKS ...): one GoogleTest binary a room.
function(photoscrub_test name)
  cmake_parse_arguments(TEST "" "" "SOURCES;USES;LINKS" ${ARGN})
  add_executable(${name}_test ${TEST_SOURCES})
  if(PHOTOSCRUB_SANITIZE)
    target_sources(${name}_test PRIVATE ${PROJECT_SOURCE_DIR}/tests/support/known_leaks.cpp)
  endif()
  foreach(used IN LISTS TEST_USES)
    target_link_libraries(${name}_test PRIVATE photoscrub_${used})
  endforeach()
  target_link_libraries(${name}_test PRIVATE
    photoscrub_options GTest::gmock GTest::gtest_main ${TEST_LINKS})
  target_include_directories(${name}_test PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_compile_options(${name}_test PRIVATE -O1) # compiling tests takes longer than running them
  target_compile_definitions(${name}_test PRIVATE
    PHOTOSCRUB_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
    PHOTOSCRUB_BIN_DIR="${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
  gtest_discover_tests(${name}_test TEST_PREFIX "${name}." DISCOVERY_TIMEOUT 60)
endfunction()
