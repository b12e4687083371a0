//! The tables of `docs/` name tests; here it is seen to that those are there, are run, and say what they are for.
//!
//! A test in a table is `compile_fail/<subject>/<mistake>`, or `<binary>::<module>::<function>` of this package, or
//! `loom_claim::<function>`, `loom_object::<function>`, `loom_sent::<function>` or `loom_target::<function>` of wdf-safe, in whichever
//! of its modules, or `samples::<file>::<function>` of the runner. It must mention, in its head, its documentation or its body, the rule, case or hole of the row.

mod complete;
mod ddis;
mod documents;
mod levels;
mod sending;
mod soundness;
mod source;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests lies in the workspace").to_owned()
}

fn read(path: &Path) -> Option<String> {
    fs::read_to_string(root().join(path)).ok()
}

/// The rows of all tables of a document, each as its cells.
fn rows(document: &str) -> Vec<Vec<String>> {
    rows_of(document, &read(Path::new(document)).unwrap_or_else(|| panic!("{document} can be read")))
}

/// The rows of all tables of a text of this document.
fn rows_of(document: &str, text: &str) -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut in_table = false;
    for line in text.lines() {
        let Some(line) = line.strip_prefix("| ").and_then(|line| line.strip_suffix(" |")) else {
            in_table = line.starts_with("|---");
            continue;
        };
        if in_table {
            rows.push(line.split(" | ").map(|cell| cell.trim().to_owned()).collect());
        }
    }
    assert!(!rows.is_empty(), "{document} has no table");
    let columns = rows[0].len();
    for row in &rows {
        assert_eq!(row.len(), columns, "{document}: {row:?}");
    }
    rows
}

/// The tests that a cell names.
fn named(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

/// A test that a table names.
struct Test {
    /// Its head, documentation and body.
    text: String,
    /// Of what must not compile: the message.
    message: Option<String>,
}

/// The test of this name.
///
/// # Errors
/// What is wrong with it.
fn find(name: &str) -> Result<Test, String> {
    if let Some(case) = name.strip_prefix("compile_fail/") {
        let case = Path::new("tests/compile_fail").join(case);
        let text = read(&case.with_extension("rs")).ok_or("does not exist")?;
        read(&case.with_extension("control.rs")).ok_or("has no control")?;
        let message = read(&case.with_extension("stderr")).ok_or("has no message")?;
        return Ok(Test { text, message: Some(message) });
    }
    let path: Vec<&str> = name.split("::").collect();
    let (function, modules) = path.split_last().expect("a split has a part");
    let source = match modules {
        [model @ ("loom_claim" | "loom_object" | "loom_sent" | "loom_target")] => model_text(model),
        ["wdf_safe", module] => read(Path::new(&format!("wdf-safe/src/{module}/tests.rs"))),
        ["samples", module] => read(Path::new(&format!("samples/tests/{module}.rs"))),
        _ => {
            let file = Path::new("tests").join(modules.join("/"));
            read(&file.with_extension("rs"))
                .or_else(|| read(&file.join("mod.rs")))
                .or_else(|| read(&file.join("main.rs")))
        }
    };
    let source = source.ok_or("is in a file that does not exist")?;
    let text = function_text(&source, function).ok_or("does not exist")?;
    let attributes = text.lines().take_while(|line| !line.starts_with("fn "));
    if !attributes.clone().any(|line| line == "#[test]") {
        return Err("is no test".to_owned());
    }
    if attributes.clone().any(|line| line.starts_with(IGNORED) || line.starts_with("#[cfg")) {
        return Err("is not run".to_owned());
    }
    Ok(Test { text, message: None })
}

/// The text of a model check: a file, or the files of a folder.
fn model_text(model: &str) -> Option<String> {
    let path = Path::new("wdf-safe/tests").join(model);
    read(&path.with_extension("rs")).or_else(|| {
        let entries = fs::read_dir(root().join(path)).ok()?;
        let texts = entries.map(|entry| fs::read_to_string(entry.ok()?.path()).ok());
        Some(texts.collect::<Option<Vec<String>>>()?.join("\n"))
    })
}

/// A function of the outermost level, with what stands directly above it.
fn function_text(source: &str, function: &str) -> Option<String> {
    let lines: Vec<&str> = source.lines().collect();
    let start = lines.iter().position(|line| line.starts_with(&format!("fn {function}(")))?;
    let above =
        lines[..start].iter().rev().take_while(|line| line.starts_with("///") || line.starts_with("#[")).count();
    let length = lines[start..].iter().position(|line| *line == "}" || line.ends_with(" {}"))?;
    Some(lines[start - above..=start + length].join("\n"))
}

/// Does the text have this word, and not only as part of another? A row without a name of its own asks for none.
fn mentions(text: &str, word: &str) -> bool {
    if word == UNNUMBERED {
        return true;
    }
    text.match_indices(word).any(|(at, _)| {
        let is_part = |character: char| character.is_alphanumeric() || character == '_';
        !text[..at].ends_with(is_part) && !text[at + word.len()..].starts_with(is_part)
    })
}

/// Holds each row to its tests; `word` is what they must mention.
fn hold(
    document: &str,
    rows: &[Vec<String>],
    word: impl Fn(&[String]) -> String,
    needs_test: impl Fn(&[String]) -> bool,
) {
    let mut wrong = Vec::new();
    for row in rows {
        let (word, tests) = (word(row), named(row.last().expect("a row has cells")));
        if tests.is_empty() && needs_test(row) {
            wrong.push(format!("{word}: no test"));
        }
        if !tests.is_empty() && !needs_test(row) {
            wrong.push(format!("{word}: is planned, and has tests"));
        }
        for name in tests {
            match find(name) {
                Ok(test) if mentions(&test.text, &word) => {}
                Ok(_) => wrong.push(format!("{word}: {name} does not mention it")),
                Err(problem) => wrong.push(format!("{word}: {name} {problem}")),
            }
        }
    }
    assert!(wrong.is_empty(), "{document}:\n{}", wrong.join("\n"));
}

const PLANNED: &str = "planned";
// In two pieces: `tidy` looks for the attribute in every file.
const IGNORED: &str = concat!("#[", "ignore");
const UNNUMBERED: &str = "–";

#[test]
fn every_rule_has_its_tests() {
    let rows = rows("docs/rules.md");
    hold("docs/rules.md", &rows, |row| row[0].clone(), |row| row[1] != PLANNED);
}

#[test]
fn the_counts_of_the_rules_are_right() {
    let rows = rows("docs/rules.md");
    let mut counts = BTreeMap::new();
    for row in &rows {
        *counts.entry(row[1].as_str()).or_insert(0) += 1;
    }
    let tiers = ["compile error", "refused at run time", "lint", "simulator", PLANNED];
    let shown: Vec<String> =
        tiers.iter().map(|tier| format!("{} {tier}", counts.remove(tier).unwrap_or_default())).collect();
    assert!(counts.is_empty(), "tiers that are none: {counts:?}");
    let line = format!("**{}: {} rules.**", shown.join(", "), rows.len());
    for document in ["docs/rules.md", "README.md"] {
        let text = read(Path::new(document)).expect("the document can be read");
        assert!(text.contains(&line), "{document} should say {line}");
    }
}

#[test]
fn every_mistake_of_the_comparison_has_its_tests() {
    let rows = rows("docs/comparing.md");
    hold("docs/comparing.md", &rows, |_| UNNUMBERED.to_owned(), |_| true);
}

#[test]
fn every_check_of_codeql_has_its_tests() {
    let document = "docs/codeql.md";
    let is_held = |row: &[String]| ["compile error", "lint"].contains(&row[2].as_str());
    let rows = rows(document);
    for row in &rows {
        let is_other = ["not of a driver in Rust", "out of scope"].contains(&row[2].as_str());
        assert!(is_held(row) || is_other, "{}: {}", row[0], row[2]);
    }
    hold(document, &rows, |row| row[0].clone(), is_held);
}

#[test]
fn every_hole_is_closed_by_its_tests() {
    let rows = rows("docs/holes.md");
    hold("docs/holes.md", &rows, |row| format!("Hole {}", row[0]), |row| row[2] != PLANNED);
}

#[test]
fn every_misuse_has_its_tests_and_its_message() {
    let rows = rows("docs/misuse.md");
    hold("docs/misuse.md", &rows, |row| row[0].clone(), |row| row[2] != PLANNED);
    for row in &rows {
        let Some(code) = row[2].starts_with("E0").then_some(&row[2]) else { continue };
        let pinned = named(row.last().expect("a row has cells"))
            .into_iter()
            .filter_map(|name| find(name).ok()?.message)
            .any(|message| message.contains(&format!("error[{code}]")));
        assert!(pinned, "{}: no message with {code}", row[0]);
    }
}

/// What stops failing when a brand becomes covariant, or a request `Send`, is known as that.
#[test]
fn the_canaries_are_marked_and_sing() {
    let marked = |mark: &str| {
        let rows = rows("docs/misuse.md").into_iter().filter(|row| row[1].ends_with(mark));
        let mut cases: Vec<String> = rows.map(|row| row[0].clone()).collect();
        cases.sort();
        cases
    };
    assert_eq!(marked("(brand canary)"), ["M04", "M114", "M30", "M89"]);
    assert_eq!(marked("(auto-trait canary)"), ["M37", "M38"]);
    for (case, says) in [
        ("request/token_of_another_request", "lifetime may not live long enough"),
        ("cancel/keeps_what_it_unmarked", "E0521"),
        ("queue/keeps_a_candidate", "E0521"),
        ("request/proof_kept_for_later", "cannot be sent between threads"),
        ("request/given_to_another_thread", "cannot be sent between threads"),
        ("request/kept_in_a_context", "cannot be sent between threads"),
    ] {
        let message = find(&format!("compile_fail/{case}")).ok().and_then(|test| test.message);
        assert!(message.is_some_and(|message| message.contains(says)), "{case} fails for another reason");
    }
}

#[test]
fn every_point_of_the_documentation_on_cancelling_has_its_test() {
    let tests = |document| {
        let rows = rows(document);
        hold(document, &rows, |_| UNNUMBERED.to_owned(), |_| true);
        rows.iter().map(|row| named(row.last().expect("a row has cells")).join(" ")).collect::<Vec<_>>()
    };
    assert_eq!(tests("docs/cancelling.md"), tests("docs/cancelling.zh.md"), "the translation has the same points");
}

#[test]
fn every_trap_of_the_documentation_has_its_test() {
    hold("docs/traps.md", &rows("docs/traps.md"), |_| UNNUMBERED.to_owned(), |_| true);
}

#[test]
fn every_statement_about_the_framework_has_its_test() {
    hold("docs/semantics.md", &rows("docs/semantics.md"), |_| UNNUMBERED.to_owned(), |_| true);
}

#[test]
fn every_message_of_the_guide_is_seen_by_its_tests() {
    const DOCUMENT: &str = "docs/guide/errors.md";
    let rows = rows(DOCUMENT);
    hold(DOCUMENT, &rows, |_| UNNUMBERED.to_owned(), |row| row[3] != UNNUMBERED);
    for row in rows.iter().filter(|row| row[3] != UNNUMBERED) {
        // The code of the cell; what an author names otherwise is left open.
        let fence: String = row[0].chars().take_while(|character| *character == '`').collect();
        let message = row[0].trim_matches('`').trim();
        assert!(!fence.is_empty() && row[0].ends_with(&fence), "{DOCUMENT}: {} is not code", row[0]);
        let pieces: Vec<&str> = message.split('…').filter(|piece| !piece.trim().is_empty()).collect();
        for name in named(&row[3]) {
            let test = find(name).unwrap_or_else(|problem| panic!("{name} {problem}"));
            let seen = test.message.unwrap_or(test.text);
            for piece in &pieces {
                assert!(seen.contains(piece), "{DOCUMENT}: {name} does not see {piece}");
            }
        }
    }
}

/// The places of the framework's source where it breaks or stops the system: file with line, and folder.
fn places() -> Vec<(String, String)> {
    let text = read(Path::new("tests/parity/verifier_sites.tsv")).expect("the places can be read");
    let cells = |line: &str| line.split('\t').map(str::to_owned).collect::<Vec<_>>();
    text.lines().map(cells).map(|cells| (cells[0].clone(), format!("{}/{}", cells[2], cells[0]))).collect()
}

const VERIFIER: &str = "docs/verifier.md";

#[test]
fn every_place_of_the_verifier_has_its_test() {
    hold(VERIFIER, &rows(VERIFIER), |row| row[3].clone(), |row| row[3] != PLANNED && row[3] != UNNUMBERED);
    for row in rows(VERIFIER) {
        let is_rule = wdf_sim::Rule::ALL.iter().any(|rule| rule.name() == row[3]);
        assert!(is_rule || row[3] == PLANNED || row[3] == UNNUMBERED, "{}: {} is no rule", row[0], row[3]);
    }
}

#[test]
fn no_place_of_the_verifier_is_left_out() {
    let text = read(Path::new(VERIFIER)).expect("the document can be read");
    let areas: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("- `")?.split('`').next()).collect();
    let rows = rows(VERIFIER);
    let named: Vec<String> = rows
        .iter()
        .filter_map(|row| row[0].split_once(':'))
        .flat_map(|(file, lines)| lines.split(',').map(move |line| format!("{file}:{line}")))
        .collect();
    for (place, path) in places() {
        let is_elsewhere = areas.iter().any(|area| path.to_lowercase().contains(area));
        assert!(named.contains(&place) || is_elsewhere, "{VERIFIER} does not name {path}");
    }
    let of = |rule: &str| {
        let lines = rows.iter().filter(|row| row[3] == rule).map(|row| row[0].split(',').count());
        lines.sum::<usize>()
    };
    let (own, planned) = (of(UNNUMBERED), of(PLANNED));
    let shown = named.len() - own - planned;
    let line = format!("**{shown} shown, {own} the framework's own, {planned} planned: {} places.**", named.len());
    assert!(text.contains(&line), "{VERIFIER} should say {line}");
}

#[test]
fn no_case_of_what_must_not_compile_is_left_out() {
    let text = read(Path::new("docs/misuse.md")).expect("docs/misuse.md can be read");
    for subject in [
        "request",
        "buffer",
        "cancel",
        "queue",
        "device",
        "driver",
        "power",
        "pdo",
        "send",
        "irql",
        "locks",
        "interrupt",
    ] {
        let folder = root().join("tests/compile_fail").join(subject);
        for entry in fs::read_dir(folder).expect("the folder of the cases can be read") {
            let path = entry.expect("an entry of the folder can be read").path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            if let Some(case) = name.strip_suffix(".stderr") {
                let name = format!("`compile_fail/{subject}/{case}`");
                assert!(text.contains(&name), "docs/misuse.md does not name {name}");
            }
        }
    }
}

#[test]
fn a_row_is_held_to_its_test() {
    assert!(find("compile_fail/request/there_is_no_such_case").is_err());
    assert!(find("violation::request::there_is_no_such_test").is_err());
    assert!(find("violation::request::information_too_large").is_ok());
    assert!(find("violation::support::fires").is_err(), "not a test");
    assert!(mentions("/// Rules: DoubleCompletion, NullCheck.", "DoubleCompletion"));
    assert!(!mentions("/// Rules: DoubleCompletionLocal.", "DoubleCompletion"));
}
