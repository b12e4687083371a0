//! Where in the driver's code something happened.
//!
//! Row 0 of the simulator: imports nothing of ours. Return addresses are noted only in the run that a report is about,
//! and looked up only when somebody prints it. The frames of the simulator, of wdf-safe and of the standard library are passed
//! through: the site is the innermost line below them, which is the driver's, or the test's.
//!
//! Key type: [`Site`].

use std::fmt;
use std::path::{Path, PathBuf};

/// More frames than these are not looked at.
const FRAMES: usize = 96;

/// A place in the code, known by the return addresses on the stack. All sites are equal: where something was called from
/// is not part of what happened.
#[derive(Clone, Default)]
pub struct Site(Box<[usize]>);

/// A line of source code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The file, relative to the current directory or one above it where that is possible.
    pub file: PathBuf,
    /// The line in it.
    pub line: u32,
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file.display(), self.line)
    }
}

impl fmt::Debug for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Site({} frames)", self.0.len())
    }
}

impl PartialEq for Site {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Site {}

impl Site {
    /// The caller's.
    pub(crate) fn here() -> Self {
        let mut frames = Vec::with_capacity(FRAMES);
        backtrace::trace(|frame| {
            frames.push(frame.ip().addr());
            frames.len() < FRAMES
        });
        Self(frames.into_boxed_slice())
    }

    /// The line, if it was noted and the program has the information for debuggers.
    #[must_use]
    pub fn line(&self) -> Option<Line> {
        self.innermost().map(|(_, line)| line)
    }

    /// The address to which the driver's call returns.
    pub(crate) fn address(&self) -> Option<usize> {
        self.innermost().map(|(address, _)| address)
    }

    /// The innermost frame that is the driver's, or the test's.
    fn innermost(&self) -> Option<(usize, Line)> {
        self.0.iter().find_map(|address| {
            let mut found = None;
            backtrace::resolve(std::ptr::without_provenance_mut(*address), |symbol| {
                if let (None, Some(file), Some(line)) = (&found, symbol.filename(), symbol.lineno())
                    && !is_passed_through(file)
                {
                    found = Some((*address, Line { file: shorten(file), line }));
                }
            });
            found
        })
    }
}

/// Whether a file is part of what stands between the driver's line and the machine.
fn is_passed_through(file: &Path) -> bool {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    // Beside this crate lie, in the workspace, wdf-safe and the library of raw drivers.
    let beside = |name: &str| own.parent().is_some_and(|root| file.starts_with(root.join(name)));
    let text = file.to_string_lossy();
    file.is_relative() && text.starts_with("wdf-s")
        || file.starts_with(own)
        || ["wdf-safe", "wdf-safe-macros", "tests/src/raw"].into_iter().any(beside)
        || text.contains("/rustc/")
        || text.contains("/library/std/")
        || text.contains("/library/core/")
        || text.contains("/library/alloc/")
        || text.contains("/registry/src/")
        // The C library, below a thread's first frame.
        || ["./nptl/", "./csu/", "./misc/", "../sysdeps/"].into_iter().any(|folder| text.starts_with(folder))
}

/// Relative to the current directory, or to the nearest one above it that the file lies in.
fn shorten(file: &Path) -> PathBuf {
    let here = std::env::current_dir().unwrap_or_default();
    let inside = here.ancestors().take(3).filter(|above| above.parent().is_some());
    let short = inside.filter_map(|above| file.strip_prefix(above).ok()).next();
    short.unwrap_or(file).to_path_buf()
}

#[cfg(test)]
mod tests;
