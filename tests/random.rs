//! Random sequences of calls on the simulator, shrunk to a short script where one fails (`wdf_tests::script`).

use std::fs;
use std::path::{Path, PathBuf};

use proptest::collection::vec;
use proptest::prelude::{Strategy, any};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use wdf_tests::script::{Conduct, Script, judge};

fn try_scripts(conduct: Conduct, cases: u32) {
    // What it finds becomes a file of the corpus, so no seeds are kept.
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 4_000, ..Config::default() };
    let scripts = vec(any::<u8>(), 0..240).prop_map(|bytes| Script::new(&bytes));
    // The same scripts each time: the fuzzer looks for new ones.
    let random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let judged = TestRunner::new_with_rng(config, random).run(&scripts, |script| {
        judge(&script, conduct);
        Ok(())
    });
    if let Err(failure) = judged {
        panic!("{failure}");
    }
}

#[test]
fn a_lawful_driver_breaks_no_rule_and_loses_no_request() {
    try_scripts(Conduct::Lawful, 600);
}

#[test]
fn a_lawless_driver_is_reported_and_the_books_are_in_order_until_then() {
    try_scripts(Conduct::Lawless, 600);
}

#[test]
fn the_fuzzers_corpus_plays() {
    for (folder, conduct) in [("lawful", Conduct::Lawful), ("lawless", Conduct::Lawless)] {
        let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus").join(folder);
        let entries = fs::read_dir(&corpus).unwrap_or_else(|error| panic!("{}: {error}", corpus.display()));
        let files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
        assert!(files.len() >= 10, "{} has few files", corpus.display());
        for file in files {
            judge(&Script::new(&fs::read(&file).expect("a file of the corpus")), conduct);
        }
    }
}
