# Every third-party library photoscrub uses, found in one place. System packages only.
# Each room links what it needs from here; headers of imported targets are SYSTEM.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(CLI11 REQUIRED)
find_package(nlohmann_json REQUIRED)

pkg_check_modules(exiv2 REQUIRED IMPORTED_TARGET exiv2)
pkg_check_modules(lcms2 REQUIRED IMPORTED_TARGET lcms2)
pkg_check_modules(deflate REQUIRED IMPORTED_TARGET libdeflate)
pkg_check_modules(nettle REQUIRED IMPORTED_TARGET nettle)
pkg_check_modules(seccomp REQUIRED IMPORTED_TARGET libseccomp)
pkg_check_modules(sqlite REQUIRED IMPORTED_TARGET sqlite3)
pkg_check_modules(jpeg REQUIRED IMPORTED_TARGET libjpeg)
pkg_check_modules(turbojpeg REQUIRED IMPORTED_TARGET libturbojpeg)
pkg_check_modules(png REQUIRED IMPORTED_TARGET libpng)
pkg_check_modules(webp REQUIRED IMPORTED_TARGET libwebp)
pkg_check_modules(webpdemux REQUIRED IMPORTED_TARGET libwebpdemux)
pkg_check_modules(webpmux REQUIRED IMPORTED_TARGET libwebpmux)
pkg_check_modules(tiff REQUIRED IMPORTED_TARGET libtiff-4)
pkg_check_modules(heif REQUIRED IMPORTED_TARGET libheif)
pkg_check_modules(jxl REQUIRED IMPORTED_TARGET libjxl)
pkg_check_modules(openjpeg REQUIRED IMPORTED_TARGET libopenjp2)
find_package(GIF 5 REQUIRED) # giflib has no pkg-config file in Debian 12
pkg_check_modules(tesseract REQUIRED IMPORTED_TARGET tesseract)
pkg_check_modules(zxing REQUIRED IMPORTED_TARGET zxing)

# OpenCV by module: the distribution's OpenCVConfig.cmake wants every module installed, among them
# imgcodecs, videoio and highgui, which photoscrub must not load.
find_path(OPENCV_INCLUDE_DIR opencv2/core.hpp PATH_SUFFIXES opencv4 REQUIRED)
foreach(module core imgproc dnn objdetect)
  find_library(OPENCV_${module}_LIBRARY opencv_${module} REQUIRED)
  add_library(opencv::${module} UNKNOWN IMPORTED)
  set_target_properties(opencv::${module} PROPERTIES
    IMPORTED_LOCATION ${OPENCV_${module}_LIBRARY}
    INTERFACE_INCLUDE_DIRECTORIES ${OPENCV_INCLUDE_DIR})
endforeach()
