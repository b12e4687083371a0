//! The tables of layers: each crate's root says which module stands on which row, and its files import as it says.
//!
//! A module imports only from the rows below its own, and within its row from those that are named after it. So nothing
//! imports in circles, and who looks for where something comes from looks downwards.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::source::{code, complain, head, read, root, shown, sources};

/// The crates whose root has such a table.
const CRATES: [&str; 4] = ["wdf-safe", "wdf-safe-macros", "wdf-sim", "wdf-sim/c"];

/// Crates without one: why none is needed.
const FLAT: [(&str, &str); 2] = [
    ("wdf-ioctl", "two modules under its root"),
    ("wdf-sim/sys", "all names are at its root, as in `wdk-sys`: its files are the C headers'"),
];

/// Where a module stands: its row, and its place there.
type Place = (u32, usize);

/// The modules that a root declares.
fn modules(root_text: &str) -> Vec<String> {
    let declared = |line: &str| -> Option<String> {
        let line = line.strip_prefix("pub ").unwrap_or(line);
        let line = line.strip_prefix("pub(crate) ").unwrap_or(line);
        Some(line.strip_prefix("mod ")?.strip_suffix(';')?.to_owned())
    };
    root_text.lines().filter_map(declared).filter(|name| name != "tests").collect()
}

/// The table in a root's head doc.
fn table(root_text: &str) -> BTreeMap<String, Place> {
    let declared = modules(root_text);
    let mut table = BTreeMap::new();
    for line in head(root_text).lines() {
        let mut cells = line.trim_start_matches("//!").trim().trim_start_matches('|').split('|');
        let Some(row) = cells.next().and_then(|cell| cell.trim().parse::<u32>().ok()) else { continue };
        let names = cells.next().expect("a row has its modules").split('`').skip(1).step_by(2);
        for (at, name) in names.enumerate() {
            if declared.iter().any(|declared| declared == name) {
                table.entry(name.to_owned()).or_insert((row, at));
            }
        }
    }
    table
}

/// The first words of the paths that a tree of imports begins with: `a::b, c::{d, e}` has `a` and `c`.
fn first_words(tree: &str) -> Vec<String> {
    let mut depth = 0;
    let mut words = vec![String::new()];
    for letter in tree.chars() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => words.push(String::new()),
            _ if depth == 0 => words.last_mut().expect("there is one").push(letter),
            _ => {}
        }
    }
    let first = |path: String| path.trim().split(|letter: char| !is_word(letter)).next().unwrap_or("").to_owned();
    words.into_iter().map(first).filter(|word| !word.is_empty()).collect()
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// What stands behind each occurrence of a path's beginning, which is not the end of a longer name.
fn behind<'a>(code: &'a str, beginning: &'a str) -> impl Iterator<Item = &'a str> {
    code.match_indices(beginning).filter_map(move |(at, _)| {
        let is_whole = !code[..at].ends_with(|letter: char| is_word(letter) || letter == ':' || letter == '$');
        is_whole.then_some(&code[at + beginning.len()..])
    })
}

/// The modules of the crate that a file's code names by a path: from the root, or upwards past its own top module.
fn named(code: &str, depth: usize) -> Vec<String> {
    let upwards = "super::".repeat(depth);
    let mut found = Vec::new();
    // Not `$crate::`, which is in the expansions of a macro: who writes the macro's name is who imports.
    for beginning in ["crate::", &upwards] {
        for rest in behind(code, beginning) {
            match rest.strip_prefix('{') {
                Some(tree) => found.extend(first_words(tree)),
                None => found.extend(rest.split(|letter: char| !is_word(letter)).next().map(str::to_owned)),
            }
        }
    }
    found
}

/// The path of a file's module below its crate's `src`: `request/sent/mod.rs` is `request`, `sent`.
fn module_path(file: &Path) -> Vec<String> {
    let mut path: Vec<String> =
        file.with_extension("").iter().map(|part| part.to_str().expect("a plain name").to_owned()).collect();
    if path.last().is_some_and(|last| last == "mod") {
        path.pop();
    }
    path
}

fn is_test(path: &[String]) -> bool {
    path.iter().any(|part| part == "tests" || part.ends_with("_tests"))
}

/// Every use of another module of the same crate, with both names.
fn uses(name: &str) -> Vec<(String, String, String)> {
    let src = root().join(name).join("src");
    let mut uses = Vec::new();
    for (path, text) in sources(&[&format!("{name}/src")]) {
        let module = module_path(path.strip_prefix(&src).expect("a file of the crate"));
        if module == ["lib"] || is_test(&module) {
            continue;
        }
        for other in named(&code(&text), module.len()) {
            if other != module[0] {
                uses.push((shown(&path), module[0].clone(), other));
            }
        }
    }
    uses
}

#[test]
fn every_module_has_its_row() {
    for name in CRATES {
        let text = read(&format!("{name}/src/lib.rs"));
        let table = table(&text);
        let missing: Vec<String> = modules(&text).into_iter().filter(|module| !table.contains_key(module)).collect();
        complain(&format!("the table of {name} says where every module stands"), &missing);
    }
}

#[test]
fn modules_import_downwards() {
    for name in CRATES {
        let table = table(&read(&format!("{name}/src/lib.rs")));
        let uses = uses(name);
        assert!(uses.iter().any(|(_, _, other)| table.contains_key(other)), "no import of {name} was understood");
        let upwards = |(_, module, other): &&(String, String, String)| match (table.get(module), table.get(other)) {
            (Some((row, at)), Some((other_row, other_at))) => !(other_row < row || (other_row == row && other_at > at)),
            _ => false,
        };
        let mut offenders: Vec<String> =
            uses.iter().filter(upwards).map(|(file, _, other)| format!("{file} names {other}")).collect();
        offenders.dedup();
        complain(&format!("{name}: a module names only what is below it, or behind it in its row"), &offenders);
    }
}

#[test]
fn unsafe_code_stands_only_in_modules_marked_for_it() {
    let root_text = read("wdf-safe/src/lib.rs");
    let table = table(&root_text);
    let src = root().join("wdf-safe/src");
    let mut with_unsafe = BTreeSet::new();
    for (path, text) in sources(&["wdf-safe/src"]) {
        let module = module_path(path.strip_prefix(&src).expect("a file of the crate"));
        if !is_test(&module) && code(&text).contains("expect(unsafe_code") {
            with_unsafe.insert(module[0].clone());
        }
    }
    let marked: BTreeSet<String> = table.keys().filter(|name| is_marked(&root_text, name)).cloned().collect();
    assert_eq!(marked, with_unsafe, "the table of wdf-safe marks the modules that have unsafe code");
}

/// Whether the table marks a module with a dagger: directly behind its name, or behind the link that its name is.
fn is_marked(root_text: &str, module: &str) -> bool {
    let name = format!("`{module}`");
    let rows = head(root_text);
    let rows = rows.lines().filter(|line| line.starts_with("//! | "));
    let behind = rows.filter_map(|row| row.split_once(&name)).map(|(_, rest)| rest).next().expect("it is in the table");
    let behind = behind.strip_prefix(']').unwrap_or(behind);
    let behind = match behind.strip_prefix('(') {
        Some(link) => link.split_once(')').map_or(behind, |(_, rest)| rest),
        None => behind,
    };
    behind.starts_with('†')
}

#[test]
fn heads_say_the_row_of_the_table() {
    for name in CRATES {
        let table = table(&read(&format!("{name}/src/lib.rs")));
        let src = root().join(name).join("src");
        let mut offenders = Vec::new();
        for (path, text) in sources(&[&format!("{name}/src")]) {
            let module = module_path(path.strip_prefix(&src).expect("a file of the crate"));
            let Some((row, _)) = table.get(&module[0]) else { continue };
            for said in behind(&head(&text), "Row ") {
                let number: String = said.chars().take_while(char::is_ascii_digit).collect();
                if number.parse() != Ok(*row) {
                    offenders.push(format!("{} says row {number}, and stands on row {row}", shown(&path)));
                }
            }
        }
        complain("a head says the row that its crate's table says", &offenders);
    }
}

#[test]
fn every_library_has_a_table_or_needs_none() {
    let manifest = read("Cargo.toml");
    let members = manifest.split_once("members = [").and_then(|(_, rest)| rest.split_once(']')).expect("members").0;
    let libraries = members.split('"').skip(1).step_by(2).filter(|member| member.starts_with("wdf-"));
    for library in libraries {
        let is_flat = FLAT.iter().any(|(flat, _)| *flat == library);
        assert!(CRATES.contains(&library) != is_flat, "{library} has a table, or a reason to have none");
    }
}

#[test]
fn imports_are_understood() {
    let table =
        table("//! | 1 | `above`, [`beside`]†: both |\n//! | 0 | `below` |\nmod above;\npub mod beside;\nmod below;\n");
    assert_eq!(table["above"], (1, 0));
    assert_eq!(table["beside"], (1, 1));
    assert_eq!(table["below"], (0, 0));
    let code = "use crate::{a::{x, y}, b};\nuse crate::c::z;\nfn f() { super::super::d::g(); other_crate::e::h(); }";
    assert_eq!(named(code, 2), ["a", "b", "c", "d"]);
    assert_eq!(named("use super::a;", 2), [""; 0], "a path that stays in its module");
}
