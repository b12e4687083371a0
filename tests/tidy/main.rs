//! The house's rules that a reader of the source text can check.

mod layers;
mod names;
mod size;
mod source;

use std::fs;

use source::{complain, head, root, shown, sources};

const ALL: &[&str] = &["wdf-safe", "wdf-safe-macros", "wdf-ioctl", "wdf-sim", "samples", "template", "tests", "fuzz"];

#[test]
fn every_file_begins_with_its_head_doc() {
    let is_said = |name: &str, text: &str| {
        // A case of what must not compile says in plain comments what is wrong with it; an expansion is compared whole.
        let is_case = name.starts_with("tests/compile_fail/");
        name.contains("/tests/expected/") || !head(text).is_empty() || (is_case && text.starts_with("// "))
    };
    let offenders: Vec<String> = sources(ALL)
        .iter()
        .map(|(path, text)| (shown(path), text))
        .filter(|(name, text)| !is_said(name, text))
        .map(|(name, _)| name)
        .collect();
    complain("a file begins by saying what it holds and where it stands", &offenders);
}

#[test]
fn drivers_forbid_unsafe_code() {
    for (path, text) in sources(&["samples"]) {
        let name = shown(&path);
        if name.ends_with("src/lib.rs") || name.ends_with("src/main.rs") {
            assert!(text.contains("#![forbid(unsafe_code)]"), "{name} does not forbid unsafe code");
        }
        let without = text.replace("#![forbid(unsafe_code)]", "");
        let code: Vec<&str> = without.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        assert!(!code.iter().any(|line| line.contains("unsafe")), "{name} has the word unsafe in its code");
    }
}

#[test]
fn libraries_deny_unsafe_code_at_the_root() {
    for library in ["wdf-safe/src/lib.rs", "wdf-sim/src/lib.rs"] {
        let text = fs::read_to_string(root().join(library)).expect("the library's root");
        assert!(text.contains("#![deny(unsafe_code)]"), "{library}");
    }
}

#[test]
fn the_kernel_of_the_simulator_is_pure() {
    for (path, text) in sources(&["wdf-sim/src/kernel"]) {
        let name = shown(&path);
        for word in [
            "unsafe ",
            "std::thread",
            "std::time",
            "Instant",
            "shuttle",
            "crate::exec",
            "crate::ddi",
            "HashMap",
            "rand",
        ] {
            let found = text.lines().any(|line| !line.trim_start().starts_with("//") && line.contains(word));
            assert!(!found, "{name} mentions {word}: the kernel has no unsafe, threads, clock or randomness");
        }
    }
}

#[test]
fn the_simulator_knows_nothing_of_the_safe_layer() {
    for (path, text) in sources(&["wdf-sim/src", "wdf-sim/sys/src"]) {
        let found = text.lines().any(|line| !line.trim_start().starts_with("//") && line.contains("wdf_safe"));
        assert!(!found, "{} names wdf_safe", shown(&path));
    }
}

#[test]
fn one_file_of_the_safe_layer_chooses_what_lies_under_it() {
    for (path, text) in sources(&["wdf-safe/src"]) {
        let name = shown(&path);
        let allowed = ["wdf-safe/src/sys/", "wdf-safe/src/lib.rs", "wdf-safe/src/image.rs"];
        let names = text.lines().any(|line| !line.trim_start().starts_with("//") && line.contains("wdf_sim_sys"));
        assert!(!names || allowed.iter().any(|file| name.starts_with(file)), "{name} names wdf_sim_sys");
    }
}

#[test]
fn nothing_is_ignored_or_left_unwritten() {
    // Spelled in two pieces, so that this file is not its own offender.
    let words = [concat!("#[", "ignore"), concat!("todo", "!("), concat!("unimplemented", "!(")];
    let offenders: Vec<String> = sources(&["wdf-safe", "wdf-safe-macros", "wdf-sim", "samples", "tests"])
        .iter()
        .filter(|(_, text)| words.iter().any(|word| text.contains(word)))
        .map(|(path, _)| shown(path))
        .collect();
    complain("tests are run and code is written", &offenders);
}

#[test]
fn every_member_takes_the_workspaces_lints() {
    let root_manifest = fs::read_to_string(root().join("Cargo.toml")).expect("the root's manifest");
    let members =
        root_manifest.split_once("members = [").and_then(|(_, rest)| rest.split_once(']')).expect("members").0;
    let members: Vec<&str> = members.split('"').skip(1).step_by(2).collect();
    assert!(members.len() > 5, "{members:?}");
    for member in members {
        let manifest = fs::read_to_string(root().join(member).join("Cargo.toml")).expect("the member's manifest");
        assert!(manifest.contains("[lints]\nworkspace = true"), "{member}");
    }
}

#[test]
fn every_script_of_ci_is_called() {
    let folder = root().join(".ci");
    let names = || fs::read_dir(&folder).expect("the folder").map(|entry| entry.expect("an entry").file_name());
    let scripts: Vec<String> = names().filter_map(|name| fs::read_to_string(folder.join(name)).ok()).collect();
    for name in names() {
        let name = name.into_string().expect("a plain name");
        // By `run`, or by a script that `run` calls; what several of them have in common is read by them.
        let calls = |line: &str| line.split_whitespace().take(2).any(|word| word == format!(".ci/{name}"));
        let is_called = scripts.iter().any(|script| script.lines().any(|line| !line.starts_with('#') && calls(line)));
        assert!(name == "run" || is_called, "nothing calls .ci/{name}");
    }
}

#[test]
fn the_readmes_commands_are_the_ones_ci_runs() {
    let readme = fs::read_to_string(root().join("README.md")).expect("the README");
    let run = fs::read_to_string(root().join(".ci/run")).expect("the script");
    for command in ["cargo test --workspace", "cargo run --release -p samples -- echo "] {
        assert!(readme.contains(command), "the README does not say `{command}`");
        assert!(run.contains(command), ".ci/run does not run `{command}`");
    }
}

#[test]
fn the_readmes_driver_is_the_sample() {
    let readme = fs::read_to_string(root().join("README.md")).expect("the README");
    let sample = fs::read_to_string(root().join("samples/hello/src/lib.rs")).expect("the sample");
    let code: String = sample.lines().filter(|line| !line.starts_with("//!")).map(|line| format!("{line}\n")).collect();
    assert!(readme.contains(&code), "the README shows another driver than samples/hello");
}

#[test]
fn every_test_file_is_in_the_manifest() {
    let manifest = fs::read_to_string(root().join("tests/Cargo.toml")).expect("the manifest");
    for entry in fs::read_dir(root().join("tests")).expect("the folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_stem().expect("a name").to_str().expect("a plain name").to_owned();
        let is_test = path.extension().is_some_and(|extension| extension == "rs") || path.join("main.rs").exists();
        if is_test {
            assert!(manifest.contains(&format!("name = \"{name}\"")), "tests/Cargo.toml does not have {name}");
        }
    }
}
