// The words of the subcommand `consent`.
#include "cli/box_words.h"
#include "cli/consent_command.h"
#include "consent/day.h"

#include <CLI/CLI.hpp>

namespace photoscrub::cli {

namespace {

using Action = ConsentArguments::Action;

std::string checkDay(const std::string& word) {
  return consent::isDay(word) ? "" : "give a day of the calendar, such as 2026-11-21";
}

std::string checkBox(const std::string& word) {
  return readBox(word) ? ""
                       : "give a box as x,y,w,h or x,y,w,h:KIND, in pixels of the upright photo";
}

// In the order of the command line: each box belongs to the photo named last.
void assignBoxes(CLI::App& command, ConsentArguments& arguments) {
  const CLI::Option* const photo = command.get_option("--photo");
  const CLI::Option* const box = command.get_option("--box");
  std::size_t photos = 0, boxes = 0;
  for (const CLI::Option* const option : command.parse_order()) {
    if (option == photo)
      ++photos;
    else if (option == box)
      arguments.places.push_back(
          {photos == 0 ? "" : arguments.photos.at(photos - 1), arguments.boxes.at(boxes++)});
  }
}

CLI::App* addAction(CLI::App& command, ConsentArguments& arguments, Action action, const char* name,
                    const char* help) {
  auto* sub = command.add_subcommand(name, help);
  sub->parse_complete_callback([&arguments, action] { arguments.action = action; });
  sub->add_option("--register", arguments.registerFile,
                  "The register (default: $PHOTOSCRUB_CONSENT, else your data folder)")
      ->type_name("FILE");
  return sub;
}

void addReference(CLI::App& command, ConsentArguments& arguments) {
  command.add_option("REF", arguments.reference, "The consent's reference, such as C-2026-014")
      ->required();
}

void addText(CLI::App& command, const char* name, std::string& value, const char* help) {
  command.add_option(name, value, help)->required()->type_name("TEXT");
}

void addPlaces(CLI::App& command, ConsentArguments& arguments) {
  command
      .add_option("--photo", arguments.photos, "The photo as it was taken; it is named by SHA-256")
      ->required()
      ->expected(1)
      ->take_all()
      ->type_name("FILE");
  command
      .add_option(
          "--box", arguments.boxes,
          "A box around one person in the photo named before it, who may then be seen: face "
          "and body, or what KIND names")
      ->required()
      ->expected(1)
      ->take_all()
      ->check(checkBox)
      ->type_name("X,Y,W,H[:KIND]");
}

void addAdd(CLI::App& command, ConsentArguments& arguments) {
  auto* add = addAction(command, arguments, Action::add, "add", "Write down a signed consent");
  addReference(*add, arguments);
  addPlaces(*add, arguments);
  add->add_option("--subject", arguments.subject, "Whose consent: an id or initials, not the name")
      ->required()
      ->type_name("ID");
  addText(*add, "--how", arguments.how, "What was explained: how the photo will be shared");
  addText(*add, "--for", arguments.purpose, "What was explained: for what");
  addText(*add, "--where", arguments.where, "What was explained: where it will be available");
  add->add_option("--signed", arguments.signedOn, "The day it was signed")
      ->required()
      ->check(checkDay)
      ->type_name("YYYY-MM-DD");
  add->add_option("--witness", arguments.witness, "Who witnessed it: an id or initials")
      ->required()
      ->type_name("ID");
  add->add_option("--expires", arguments.expires, "The last day it holds (default: no end)")
      ->check(checkDay)
      ->type_name("YYYY-MM-DD");
  add->parse_complete_callback([add, &arguments] {
    arguments.action = Action::add;
    assignBoxes(*add, arguments);
  });
}

} // namespace

void addConsentOptions(CLI::App& command, ConsentArguments& arguments) {
  command.require_subcommand(1);
  command.footer(
      "Exit status: 0 done; 1 error; 2 usage; 4 unknown reference, or withdrawn already.");
  addAdd(command, arguments);
  constexpr const char* kJson = "One JSON object a line";
  auto* list =
      addAction(command, arguments, Action::list, "list", "Reference, whose, and standing");
  list->add_flag("--json", arguments.json, kJson);
  auto* show = addAction(command, arguments, Action::show, "show", "All of one consent");
  addReference(*show, arguments);
  show->add_flag("--json", arguments.json, kJson);
  auto* withdraw = addAction(command, arguments, Action::withdraw, "withdraw",
                             "It holds no more; list the copies to take down");
  addReference(*withdraw, arguments);
  withdraw->add_option("--on", arguments.on, "The day it was withdrawn (default: today)")
      ->check(checkDay)
      ->type_name("YYYY-MM-DD");
  withdraw->add_flag("--json", arguments.json, kJson);
  auto* backup = addAction(command, arguments, Action::backup, "backup",
                           "Save the register as one new file, also while it is in use");
  backup->add_option("FILE", arguments.file, "The new file")->required();
}

} // namespace photoscrub::cli
