//! Mistakes that must not compile, each beside a control that differs only in the mistake and must.
//!
//! `compile_fail/<subject>/<mistake>.rs` with its message, `<mistake>.stderr`, and `<mistake>.control.rs`, which is built and run.
//! The messages are blessed with `TRYBUILD=overwrite`, never written by hand, and are meant to be read: they are what a
//! driver's author sees.

use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn mistakes_do_not_compile_and_their_controls_do() {
    let cases = trybuild::TestCases::new();
    for file in sources() {
        if is_control(&file) {
            cases.pass(file);
        } else {
            cases.compile_fail(file);
        }
    }
}

#[test]
fn each_mistake_has_a_message_and_a_control_and_says_which_it_is() {
    for file in sources().iter().filter(|file| !is_control(file)) {
        assert!(file.with_extension("stderr").exists(), "{} has no message", file.display());
        assert!(file.with_extension("control.rs").exists(), "{} has no control", file.display());
        let text = fs::read_to_string(file).expect("the case can be read");
        assert!(text.starts_with("//! M") || text.starts_with("//! "), "{} does not say what it is", file.display());
    }
}

#[test]
fn no_message_or_control_is_left_without_its_mistake() {
    for file in files() {
        let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let mistake = name.strip_suffix(".control.rs").or_else(|| name.strip_suffix(".stderr"));
        if let Some(mistake) = mistake {
            let source = file.with_file_name(format!("{mistake}.rs"));
            assert!(source.exists(), "{} belongs to no mistake", file.display());
        }
    }
}

fn is_control(file: &Path) -> bool {
    file.to_string_lossy().ends_with(".control.rs")
}

/// The cases and controls, in order, as paths that Cargo's working directory leads to.
fn sources() -> Vec<PathBuf> {
    files().into_iter().filter(|file| file.extension().is_some_and(|extension| extension == "rs")).collect()
}

fn files() -> Vec<PathBuf> {
    let mut files = Vec::new();
    for subject in entries(Path::new("compile_fail")) {
        files.extend(entries(&subject));
    }
    files
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the folder of the cases can be read")
        .map(|entry| entry.expect("an entry of the folder can be read").path())
        .collect();
    entries.sort();
    entries
}
