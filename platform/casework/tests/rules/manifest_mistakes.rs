//! Each mistake in a council's files is told with its file, its line and what to do about it (R17).
//!
//! Every test takes a council that is right, changes a line, and reads what it is told.

use casework::manifest::{FILES, Manifest};

use crate::help::{Files, council_folders};

fn council() -> Files {
    council_folders().remove(0).1
}

fn problems(files: &Files) -> Vec<String> {
    Manifest::from_files(files).err().unwrap_or_default().iter().map(ToString::to_string).collect()
}

/// The line of `file` on which `text` first stands outside a comment, counted from 1.
fn line_of(files: &Files, file: &str, text: &str) -> usize {
    let found = files[file].lines().position(|line| line.contains(text) && !line.starts_with('#'));
    1 + found.unwrap_or_else(|| panic!("no `{text}` in {file}"))
}

/// Changes the first line outside a comment that holds `from`.
fn change(files: &mut Files, file: &str, from: &str, to: &str) {
    let at = line_of(files, file, from);
    let swap = |(line, text): (usize, &str)| if line == at { text.replacen(from, to, 1) } else { text.to_owned() };
    let lines: Vec<String> = (1..).zip(files[file].lines()).map(swap).collect();
    files.insert(file.to_owned(), lines.join("\n"));
}

/// Changes a line of a file, and expects to be told exactly `expected` about that line.
#[track_caller]
fn told(file: &str, from: &str, to: &str, expected: &str) {
    let mut files = council();
    let line = line_of(&files, file, from);
    change(&mut files, file, from, to);
    assert_eq!(problems(&files), [format!("{file}:{line}: {expected}")]);
}

/// Adds text at the end of a file, and expects one problem that holds `expected`.
#[track_caller]
fn told_after(file: &str, added: &str, expected: &str) {
    let mut files = council();
    files.get_mut(file).expect("the file is there").push_str(added);
    let told = problems(&files);
    assert!(told.len() == 1 && told[0].contains(expected), "expected `{expected}`, was told {told:#?}");
}

fn first_after(files: &Files, file: &str, marker: &str) -> String {
    let line = files[file].lines().find(|line| line.trim_start().starts_with(marker)).expect("the marker is there");
    line.to_owned()
}

#[test]
fn a_council_that_is_right_is_told_nothing() {
    assert_eq!(problems(&council()), Vec::<String>::new());
}

#[test]
fn a_mistyped_key_gets_a_suggestion_and_is_missing_under_its_right_name() {
    let mut files = council();
    let line = line_of(&files, "stages.toml", "holder =");
    let begins = line_of(&files, "stages.toml", "[[stages]]");
    change(&mut files, "stages.toml", "holder =", "hodler =");
    assert_eq!(
        problems(&files),
        [
            format!("stages.toml:{begins}: this `stages` has no `holder`. Add `holder = …`."),
            format!("stages.toml:{line}: this `stages` has an unknown key `hodler`. Did you mean `holder`?"),
        ]
    );
}

#[test]
fn a_key_that_nobody_knows_is_told_with_those_that_are() {
    told_after(
        "groups.toml",
        "\ncolour = \"red\"\n",
        "has an unknown key `colour`. Remove it; known here: key, name, email",
    );
}

#[test]
fn a_word_outside_its_list_gets_a_suggestion() {
    told(
        "stages.toml",
        "kind = \"triage\"",
        "kind = \"triaje\"",
        "`triaje` is not a choice for `kind`. Did you mean `triage`?",
    );
    told(
        "people.toml",
        "roles = [\"councillor\"]",
        "roles = [\"councilor\"]",
        "`councilor` is not a choice for `roles`. Did you mean `councillor`?",
    );
}

#[test]
fn numbers_dates_flags_and_colours_are_checked() {
    told(
        "tenant.toml",
        "people_max = ",
        "people_max = 9",
        "`people_max` must be a whole number from 1 to 10. Write it so.",
    );
    told(
        "tenant.toml",
        "closures = [",
        "closures = [\"Easter\", ",
        "`closures` must be a list of dates such as 2026-12-29. Write it so.",
    );
    told("groups.toml", "oversees = true", "oversees = \"yes\"", "`oversees` must be true or false. Write it so.");
    told("tenant.toml", "accent = \"#", "accent = \"x", &{
        let accent = first_after(&council(), "tenant.toml", "accent");
        let value = accent.split('"').nth(1).expect("a value").replace('#', "x");
        format!("`{value}` is no colour. Write # and six digits, such as #1d70b8.")
    });
}

#[test]
fn a_name_that_is_hard_to_read_on_the_colour_is_told() {
    let mut files = council();
    let colour = first_after(&files, "tenant.toml", "colour = ");
    let value = colour.split('"').nth(1).expect("a value").to_owned();
    let line = line_of(&files, "tenant.toml", "colour_text =");
    let text = files["tenant.toml"].replacen("colour_text = \"#ffffff\"", &format!("colour_text = \"{value}\""), 1);
    files.insert("tenant.toml".to_owned(), text);
    let expected = format!(
        "tenant.toml:{line}: `colour_text` is hard to read on `colour`: the contrast is 1.0 to 1. Choose colours with a \
         contrast of at least 4.5 to 1."
    );
    assert_eq!(problems(&files), [expected]);
}

#[test]
fn a_workflow_that_loses_cases_is_told_on_the_line_of_its_stage() {
    let mut files = council();
    let limbo =
        "\n[[stages]]\nkey = \"limbo\"\nname = \"Limbo\"\nexplain = \"?\"\nkind = \"with-team\"\nholder = \"team\"\n";
    files.get_mut("stages.toml").expect("the file is there").push_str(limbo);
    let line = line_of(&files, "stages.toml", "key = \"limbo\"");
    let expected = [
        format!("stages.toml:{line}: no case can ever come to stage `limbo`. Let an action lead to it, or remove it."),
        format!(
            "stages.toml:{line}: stage `limbo` is a dead end: it has no actions. Add at least one action that leads on."
        ),
    ];
    assert_eq!(problems(&files), expected);
    told("stages.toml", "unrouted = \"", "unrouted = \"x", &{
        let files = council();
        let line = first_after(&files, "stages.toml", "unrouted");
        let key = line.split('"').nth(1).expect("a key").to_owned();
        let manifest = Manifest::from_files(&files).expect("the council is right");
        let keys: Vec<&str> = manifest.workflow.stages.iter().map(|stage| stage.key.as_str()).collect();
        format!("`unrouted` names the stage `x{key}`, which does not exist. The stages are: {}.", keys.join(", "))
    });
}

#[test]
fn names_must_be_known_in_the_file_they_belong_to() {
    let files = council();
    let groups = first_after(&files, "people.toml", "groups = ");
    let group = groups.split('"').nth(1).expect("a group");
    told_after(
        "people.toml",
        &format!(
            "\n[[people]]\nkey = \"x\"\nname = \"X\"\nemail = \"x@x.example\"\nroles = [\"team-member\"]\ngroups = [\"{group}s\"]\n"
        ),
        &format!("there is no group `{group}s`. Did you mean `{group}`?"),
    );
    told_after(
        "people.toml",
        "\n[[people]]\nkey = \"x\"\nname = \"X\"\nemail = \"x@x.example\"\nroles = [\"councillor\"]\nwards = [\"E00000000\"]\n",
        "there is no ward `E00000000`",
    );
}

#[test]
fn a_role_without_what_it_needs_is_told() {
    let with =
        |roles: &str| format!("\n[[people]]\nkey = \"x\"\nname = \"X\"\nemail = \"x@x.example\"\nroles = [{roles}]\n");
    told_after("people.toml", &with("\"councillor\""), "this councillor has no ward");
    told_after("people.toml", &with("\"team-member\""), "this team-member is in no group");
    told_after("people.toml", &with("\"other-representative\""), "the title of this representative belongs to no body");
    told_after("people.toml", &with(""), "this person has no role");
}

#[test]
fn what_must_be_the_only_one_is_told_when_it_is_not() {
    let files = council();
    let first = first_after(&files, "groups.toml", "key = ");
    told_after(
        "groups.toml",
        &format!("\n[[groups]]\n{first}\nname = \"Again\"\n"),
        "there are two groups with the key",
    );
    let email = first_after(&files, "people.toml", "email = ");
    told_after(
        "people.toml",
        &format!("\n[[people]]\nkey = \"x\"\nname = \"X\"\n{email}\nroles = [\"assistant\"]\n"),
        "have the same email address",
    );
}

#[test]
fn everything_needs_other() {
    let mut files = council();
    let category = line_of(&files, "categories.toml", "[[categories]]");
    change(&mut files, "categories.toml", "key = \"other\"", "key = \"others\"");
    let expected = "this category has no service with the key `other`. Add it, so that nobody has to guess.";
    assert_eq!(problems(&files), [format!("categories.toml:{category}: {expected}")]);

    files = council();
    let text =
        files["categories.toml"].replacen("[[categories]]\nkey = \"other\"", "[[categories]]\nkey = \"rest\"", 1);
    files.insert("categories.toml".to_owned(), text);
    assert!(problems(&files)[0].starts_with("categories.toml: there is no category with the key `other`"));
}

#[test]
fn spelling_mistakes_of_toml_and_json_are_told_with_their_line() {
    let mut files = council();
    let line = line_of(&files, "groups.toml", "[[groups]]");
    change(&mut files, "groups.toml", "[[groups]]", "[[groups");
    let told = problems(&files);
    assert!(told[0].starts_with(&format!("groups.toml:{line}: this is not TOML: ")), "{told:#?}");
    assert!(told.iter().all(|problem| problem.starts_with("groups.toml:")), "nothing else is in doubt: {told:#?}");

    let mut files = council();
    files.insert("wards.geojson".to_owned(), "{\n  \"type\": \"FeatureCollection\",\n  \"features\": [\n}".to_owned());
    assert!(
        problems(&files)[0].starts_with("wards.geojson:4: this is not a GeoJSON collection"),
        "{:?}",
        problems(&files)
    );
}

#[test]
fn a_ward_that_is_wrong_is_told_where_it_stands() {
    let files = council();
    let ring = files["wards.geojson"].lines().find(|line| line.contains("coordinates")).expect("a ring").to_owned();
    let first = ring.split("[[[").nth(1).and_then(|rest| rest.split(']').next()).expect("a first point").to_owned();
    let (lon, lat) = first.split_once(", ").expect("two numbers");

    let mut swapped = files.clone();
    swapped.insert("wards.geojson".to_owned(), files["wards.geojson"].replacen(&first, &format!("{lat}, {lon}"), 1));
    let told = problems(&swapped);
    assert!(told[0].contains("has a ring that does not end where it began"), "{told:#?}");

    let all = ring.replace(&first, &format!("{lat}, {lon}"));
    let mut abroad = files.clone();
    abroad.insert("wards.geojson".to_owned(), files["wards.geojson"].replacen(&ring, &all, 1));
    assert!(problems(&abroad)[0].contains("leaves the United Kingdom"), "{:?}", problems(&abroad));

    let line = 1 + files["wards.geojson"].lines().position(|line| line.contains("\"Feature\"")).expect("a feature");
    let mut nameless = files.clone();
    nameless.insert("wards.geojson".to_owned(), files["wards.geojson"].replacen("\"name\"", "\"nam\"", 1));
    // The feature begins with its brace, on the line before its type.
    let expected =
        format!("wards.geojson:{}: this ward has no `name`. Add \"name\": \"…\" to its properties.", line - 1);
    assert_eq!(problems(&nameless), [expected]);
}

#[test]
fn a_missing_file_is_told_and_a_mistyped_one_suggested() {
    for name in FILES {
        let mut files = council();
        let text = files.remove(name).expect("every file is there");
        let told = problems(&files);
        assert!(told[0].starts_with(&format!("{name}: this file is missing")), "{told:#?}");
        assert_eq!(told.len(), 1, "what it would have held is not doubted: {told:#?}");

        if name.ends_with(".toml") && name != "plugins.toml" {
            files.insert(name.replace(".toml", "s.toml"), text);
            let told = problems(&files);
            assert!(told[1].ends_with(&format!("nothing reads this file. Did you mean `{name}`?")), "{told:#?}");
        }
    }
}

#[test]
fn settings_stand_in_one_place() {
    told_after("plugins.toml", "\n[extra]\n", "has an unknown key `extra`");
    let mut files = council();
    let settings = first_after(&files, "plugins.toml", "settings_file");
    let name = settings.split('"').nth(1).expect("a file").to_owned();
    files.remove(&name);
    let line = line_of(&files, "plugins.toml", "settings_file =");
    let expected =
        format!("plugins.toml:{line}: there is no file `{name}` in the folder. Add it, or write the settings here.");
    assert_eq!(problems(&files), [expected]);
}

#[test]
fn all_mistakes_are_told_in_the_order_of_the_files() {
    let mut files = council();
    for (file, from, to) in [
        ("tenant.toml", "nation = \"", "nation = \"x"),
        ("groups.toml", "triage = true", "triage = 1"),
        ("stages.toml", "verb = \"assign\"", "verb = \"asign\""),
        ("people.toml", "email = \"", "email = \"at "),
    ] {
        change(&mut files, file, from, to);
    }
    let told = problems(&files);
    let order: Vec<&str> = told.iter().filter_map(|problem| problem.split(':').next()).collect();
    assert!(
        ["tenant.toml", "groups.toml", "stages.toml", "people.toml"].iter().all(|file| order.contains(file)),
        "{told:#?}"
    );
    let place = |file: &&str| FILES.iter().position(|known| known == file);
    assert!(order.is_sorted_by_key(place), "{order:?}");
}

#[test]
fn a_postal_address_that_no_letter_can_bear_is_told() {
    let postcode = |typed: &str| {
        let mut files = council();
        let line = first_after(&files, "tenant.toml", "address = [");
        let at = line_of(&files, "tenant.toml", "address = [");
        change(&mut files, "tenant.toml", &line, &format!("address = [\"The Hall\", \"{typed}\"]"));
        (at, problems(&files))
    };
    for right in ["M1 1AE", "B33 8TH", "CR2 6XH", "DN55 1PT", "W1A 0AX", "EC1A 1BB", "FK10 1EB"] {
        assert_eq!(postcode(right).1, Vec::<String>::new(), "{right}");
    }
    for wrong in ["Alloa", "FK101EB", "fk10 1eb", "1FK 1EB", "FKKK 1EB", "FK10 1E", "FK10 EB1"] {
        let (at, told) = postcode(wrong);
        let remedy = "End the address with a line for the postcode, such as AB1 2CD";
        assert_eq!(told, [format!("tenant.toml:{at}: `{wrong}` is no postcode. {remedy}.")]);
    }
    told(
        "tenant.toml",
        "web = \"www.",
        "web = \"https://www.",
        &format!(
            "`https://{}` is no address of a website. Write it as people read it, such as www.example.org.",
            web()
        ),
    );
    let line = first_after(&council(), "tenant.toml", "address = [");
    let many = ["\"AB1 2CD\""; 9].join(", ");
    told(
        "tenant.toml",
        &line,
        &format!("address = [{many}]"),
        "`address` has 9 lines. At most 8 have room on a letter.",
    );
    let long = "x".repeat(61);
    let expected = "a line of `address` has 61 characters. Write 1 to 60 on each line.";
    told("tenant.toml", &line, &format!("address = [\"{long}\", \"AB1 2CD\"]"), expected);
}

/// The website of the council that the tests take.
fn web() -> String {
    let line = first_after(&council(), "tenant.toml", "web = \"");
    line.split('"').nth(1).expect("quotes").to_owned()
}

#[test]
fn starters_and_leavers_are_read_and_each_mistake_is_told() {
    let mut files = council();
    let before = Manifest::from_files(&files).expect("it is right");
    let (group, known) = (before.groups[0].key.clone(), before.starters.units.len());
    let right = format!(
        "\n[starters]\napply = \"automatic\"\nlargest_share = 5\nalways = 2\nmembers_when = [\"Councillor\"]\n[[starters.units]]\nunit = [\"Housing\", \"Repairs\"]\n\
         group = \"{group}\"\n[[starters.units]]\nunit = [\"Theatre\"]\noutside = true\n"
    );
    files.get_mut("tenant.toml").expect("the file is there").push_str(&right);
    let starters = Manifest::from_files(&files).expect("it is right").starters;
    assert_eq!((starters.units.len() - known, starters.limit.share, starters.limit.always), (2, 5, 2));
    assert_eq!(starters.members_when, ["Councillor"]);
    assert_eq!(starters.units[known + 1].group, None);

    let unit = |rest: &str| format!("\n[starters]\n[[starters.units]]\n{rest}\n");
    told_after("tenant.toml", "\n[starters]\nofficers = \"tenant-admin\"\n", "is not a choice for `officers`");
    told_after("tenant.toml", "\n[starters]\nlargest_share = 0\n", "a whole number from 1 to 100");
    told_after("tenant.toml", "\n[starters]\nunit = 3\n", "unknown key `unit`");
    told_after("tenant.toml", &unit("unit = [\"A\"]\ngroup = \"no-such\""), "there is no group `no-such`");
    told_after("tenant.toml", &unit("unit = [\"A\"]"), "this unit has no group");
    told_after("tenant.toml", &unit("unit = []\noutside = true"), "`unit` has 0 names");
}
