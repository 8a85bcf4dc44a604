// Memory that libraries of the distribution never give back: x265, dav1d and giflib after damaged
// pictures, libheif a colour profile whose numbers it does not know.
extern "C" const char* __lsan_default_suppressions();

extern "C" const char* __lsan_default_suppressions() {
  return "leak:libx265\n"
         "leak:libdav1d\n"
         "leak:libheif\n"
         "leak:libgif\n";
}
