//! Which steps of a test's script were played, for a report to say and a replay line to carry.
//!
//! `run/script.rs` plays them.
//!
//! Key types: [`Played`], [`Kept`].

use std::fmt;

/// The steps of a script that are played, by their places in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Kept(pub(crate) Vec<usize>);

impl fmt::Display for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("none");
        }
        for (index, run) in self.0.chunk_by(|a, b| a + 1 == *b).enumerate() {
            let dot = if index > 0 { "." } else { "" };
            match run {
                [one] => write!(f, "{dot}{one}")?,
                [first, .., last] => write!(f, "{dot}{first}-{last}")?,
                [] => {}
            }
        }
        Ok(())
    }
}

impl Kept {
    /// As a replay line has it.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if text == "none" {
            return Some(Self(Vec::new()));
        }
        let mut kept: Vec<usize> = Vec::new();
        for part in text.split('.') {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            let (first, last): (usize, usize) = (first.parse().ok()?, last.parse().ok()?);
            let is_behind = kept.last().is_none_or(|before| *before < first);
            if !is_behind || first > last || last - first > 1_000_000 {
                return None;
            }
            kept.extend(first..=last);
        }
        Some(Self(kept))
    }
}

/// The steps of a script that broke a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Played {
    /// These steps, in words.
    pub steps: Vec<String>,
    /// How many the whole script has.
    pub of: usize,
    pub(crate) kept: Kept,
}

impl fmt::Display for Played {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { steps, of, .. } = self;
        if steps.is_empty() {
            write!(f, "none of {of} steps")
        } else {
            write!(f, "{} of {of} steps: {}", steps.len(), steps.join(", "))
        }
    }
}
