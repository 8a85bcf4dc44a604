// README.md shows this file from the next line on; run.cmake compares the two.
#include <base/file_store.h>
#include <scrub/scrubber.h>

#include <iostream>

// example PREFIX PHOTO FOLDER: a clean copy of PHOTO in FOLDER, or none and the reason.
int main(int, char** argv) {
  using namespace photoscrub;
  const std::filesystem::path prefix = argv[1], workers = prefix / "libexec/photoscrub";
  scrub::Installation installation{workers / "photoscrub-metadata", workers / "photoscrub-vision",
                                   prefix / "share/photoscrub/models"};
  PosixFileStore disk;
  scrub::Scrubber scrubber(scrub::ScrubOptions{}, installation, disk);
  const auto outcome = scrubber.clean(argv[2], scrub::Target{argv[3], "clean", ""});
  std::cout << scrub::name(outcome.status) << ": " << outcome.regions.size() << " region(s)\n";
  return outcome.verified ? 0 : 1;
}
