# What `cmake --install` puts where, and the package other CMake projects find.
#   bin/photoscrub                        the program
#   libexec/photoscrub/                   its worker programs
#   include/photoscrub/, lib/, lib/cmake/photoscrub/   the library
#   share/photoscrub/models/              manifest, and weights where this build has them
include(CMakePackageConfigHelpers)

set(PHOTOSCRUB_WORKERS photoscrub-metadata photoscrub-vision)
set(PHOTOSCRUB_PACKAGE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/photoscrub)

# Everything a user of the program needs, without the tests: what scripts/photoscrub builds.
add_custom_target(photoscrub_programs)
foreach(program photoscrub ${PHOTOSCRUB_WORKERS})
  if(TARGET ${program})
    add_dependencies(photoscrub_programs ${program})
  endif()
endforeach()

if(TARGET photoscrub)
  install(TARGETS photoscrub DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
foreach(worker IN LISTS PHOTOSCRUB_WORKERS)
  if(TARGET ${worker})
    install(TARGETS ${worker} DESTINATION ${CMAKE_INSTALL_LIBEXECDIR}/photoscrub)
  endif()
endforeach()

get_property(rooms GLOBAL PROPERTY PHOTOSCRUB_ROOMS)
install(TARGETS ${rooms} EXPORT photoscrubTargets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
set(room_folders "")
foreach(room IN LISTS rooms)
  get_target_property(folder ${room} SOURCE_DIR)
  list(APPEND room_folders ${folder})
endforeach()
list(REMOVE_DUPLICATES room_folders) # one folder may hold two libraries
foreach(folder IN LISTS room_folders)
  install(DIRECTORY ${folder}
    DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/photoscrub
    FILES_MATCHING PATTERN "*.h")
endforeach()

install(EXPORT photoscrubTargets NAMESPACE photoscrub:: DESTINATION ${PHOTOSCRUB_PACKAGE_DIR})
configure_package_config_file(
  ${PROJECT_SOURCE_DIR}/cmake/photoscrubConfig.cmake.in
  ${PROJECT_BINARY_DIR}/photoscrubConfig.cmake
  INSTALL_DESTINATION ${PHOTOSCRUB_PACKAGE_DIR})
write_basic_package_version_file(
  ${PROJECT_BINARY_DIR}/photoscrubConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES
  ${PROJECT_BINARY_DIR}/photoscrubConfig.cmake
  ${PROJECT_BINARY_DIR}/photoscrubConfigVersion.cmake
  ${PROJECT_SOURCE_DIR}/cmake/Dependencies.cmake
  DESTINATION ${PHOTOSCRUB_PACKAGE_DIR})

install(FILES LICENSE docs/policy.md docs/policy.schema.json docs/consent.md
  DESTINATION ${CMAKE_INSTALL_DOCDIR})
if(PHOTOSCRUB_MODEL_DIR)
  install(DIRECTORY ${PHOTOSCRUB_MODEL_DIR}/ DESTINATION ${CMAKE_INSTALL_DATADIR}/photoscrub/models
    USE_SOURCE_PERMISSIONS # fetch is a program
    PATTERN CMakeFiles EXCLUDE
    PATTERN *.cmake EXCLUDE)
endif()
