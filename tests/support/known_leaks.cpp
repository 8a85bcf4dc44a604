// Memory that libraries of the distribution never give back; no frame of ours is in those stacks.
extern "C" const char* __lsan_default_suppressions();

extern "C" const char* __lsan_default_suppressions() {
  return "leak:libx265\n"
         "leak:libdav1d\n"
         "leak:libgif\n";
}
