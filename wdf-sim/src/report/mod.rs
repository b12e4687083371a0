//! What a failed run shows: the rule, what the real system would do, the two acts that collide, the story, and how to see it
//! again.
//!
//! Row 4 of the simulator. Key type: [`Report`].

mod played;

use std::error::Error;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::fault::Plan;
use crate::kernel::{Role, Verifier};
use crate::sched::Schedule;
use crate::story::{self, Story};
use crate::trace::Event;
use crate::violation::Violation;

pub(crate) use self::played::Kept;
pub use self::played::Played;

/// The variable with which a printed schedule is replayed.
pub(crate) const REPLAY: &str = "WDF_SIM_REPLAY";
/// The variable that says where stories are written.
pub(crate) const STORIES: &str = "WDF_SIM_STORIES";

/// A run that ended with a broken rule.
#[derive(Clone, Debug)]
pub struct Report {
    /// The rule and what happened.
    pub violation: Violation,
    /// The choices that led there; [`Explorer::replay`](crate::Explorer::replay) takes them.
    pub schedule: Schedule,
    /// What happened before, oldest first.
    pub trace: Vec<Event>,
    /// How many schedules were tried, this one included.
    pub schedules: usize,
    /// The test that ran it, if it has a name.
    pub test: Option<String>,
    /// Whether the framework's verifier was on.
    pub verifier: Verifier,
    /// How often a thread was made to wait that could have gone on.
    pub preemptions: usize,
    /// The same of the schedule that was found first, if this is one that it was shrunk to.
    pub shrunk_from: Option<usize>,
    /// The command that shows it again, if it is not `cargo test`.
    pub again: Option<String>,
    /// What was played of the test's script, if it has one ([`Explorer::check_script`](crate::Explorer::check_script)).
    pub script: Option<Played>,
    /// The fault that the run saw.
    pub(crate) plan: Option<Plan>,
    pub(crate) roles: Vec<Role>,
}

impl Report {
    /// The event that the last one collides with, if it is known: an earlier act on the same object.
    #[must_use]
    pub fn earlier(&self) -> Option<&Event> {
        self.trace.get(story::earlier_act(&self.violation, &self.trace)?)
    }

    /// The event with which the rule was broken.
    #[must_use]
    pub fn second(&self) -> Option<&Event> {
        self.trace.last()
    }

    /// What [`Explorer::replay`](crate::Explorer::replay) and the variable `WDF_SIM_REPLAY` take: the world and the schedule.
    #[must_use]
    pub fn replay(&self) -> String {
        let world = match self.verifier {
            Verifier::Off => "off",
            Verifier::On => "on",
        };
        let fault = self.plan.map_or_else(String::new, |plan| format!("+{plan}"));
        let steps = self.script.as_ref().map_or_else(String::new, |script| format!("~{}", script.kept));
        format!("{world}{fault}{steps}:{}", self.schedule)
    }

    /// The command that runs the test once more, in this schedule.
    #[must_use]
    pub fn command(&self) -> String {
        if let Some(command) = &self.again {
            return command.clone();
        }
        let replay = self.replay();
        let Some(test) = &self.test else { return format!("Explorer::replay(\"{replay}\")") };
        let program = std::env::current_exe().unwrap_or_default();
        let release = if program.iter().any(|part| part == "release") { " --release" } else { "" };
        let package = std::env::var("CARGO_PKG_NAME").map_or_else(|_| String::new(), |name| format!(" -p {name}"));
        let stem = program.file_stem().unwrap_or_default().to_string_lossy();
        let target = match stem.rsplit_once('-') {
            Some((name, _)) if package.ends_with(&format!(" {}", name.replace('_', "-"))) => " --lib".to_owned(),
            Some((name, _)) => format!(" --test {name}"),
            None => String::new(),
        };
        format!("{REPLAY}='{replay}' cargo test{release}{package}{target} -- --exact '{test}'")
    }

    fn story(&self) -> Story {
        let earlier = story::earlier_act(&self.violation, &self.trace);
        Story::new(&self.violation, &self.trace, &self.roles, earlier)
    }

    /// Both acts, each with the line of the driver's code.
    fn acts(&self) -> Vec<(String, String)> {
        let act = |event: &Event| {
            let line = event.site.line().map_or_else(String::new, |line| format!(", at {line}"));
            format!("{} on {}{line}", event.step, event.thread)
        };
        let earlier = self.earlier().map(|event| ("1, the earlier act".to_owned(), act(event)));
        let second = self.second().map(|event| ("2, the act that collides with it".to_owned(), act(event)));
        earlier.into_iter().chain(second).collect()
    }

    /// How it was found, in words.
    fn found(&self) -> String {
        let Self { schedules, preemptions, shrunk_from, .. } = self;
        let times = |count: usize| match count {
            0 => "without a preemption".to_owned(),
            1 => "with 1 preemption".to_owned(),
            count => format!("with {count} preemptions"),
        };
        match shrunk_from {
            Some(before) => {
                format!("in schedule {schedules}, {}; shown is one {}", times(*before), times(*preemptions))
            }
            None => format!("in schedule {schedules}, {}", times(*preemptions)),
        }
    }

    /// The story as a page for a browser: one file that needs nothing else.
    #[must_use]
    pub fn page(&self) -> String {
        let mut facts = self.acts();
        facts.push(("found".to_owned(), self.found()));
        if let Some(script) = &self.script {
            facts.push(("the script".to_owned(), script.to_string()));
        }
        if let Some(plan) = &self.plan {
            facts.push(("the fault".to_owned(), plan.fault.sentence().to_owned()));
        }
        let world = if self.verifier == Verifier::On { "on" } else { "off" };
        facts.push(("the framework's verifier".to_owned(), world.to_owned()));
        story::page(&self.story(), self.name(), &facts, &self.command())
    }

    fn name(&self) -> &str {
        self.test.as_deref().unwrap_or("story")
    }

    /// Writes the page to a file in a folder `stories` beside the program, or where `WDF_SIM_STORIES` says; its place.
    ///
    /// # Errors
    ///
    /// Where the file cannot be written.
    pub fn write_page(&self) -> io::Result<PathBuf> {
        let folder = match std::env::var_os(STORIES) {
            Some(folder) => PathBuf::from(folder),
            None => beside_the_program()?,
        };
        std::fs::create_dir_all(&folder)?;
        let name: String =
            self.name().chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' }).collect();
        let world = if self.verifier == Verifier::On { "on" } else { "off" };
        let path = folder.join(format!("{name}-verifier-{world}.html"));
        std::fs::write(&path, self.page())?;
        Ok(path)
    }
}

/// `target/debug/stories` for `target/debug/deps/test-0123`.
fn beside_the_program() -> io::Result<PathBuf> {
    let program = std::env::current_exe()?;
    let folder = program.parent().unwrap_or(Path::new("."));
    let folder = if folder.ends_with("deps") { folder.parent().unwrap_or(folder) } else { folder };
    Ok(folder.join("stories"))
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { violation, .. } = self;
        writeln!(f, "{violation}")?;
        writeln!(f, "  the rule: {} [{}]", violation.rule.sentence(), violation.rule.page())?;
        for (which, act) in self.acts() {
            writeln!(f, "  {which}: {act}")?;
        }
        writeln!(f, "  found {}", self.found())?;
        if let Some(script) = &self.script {
            writeln!(f, "  the script: {script}")?;
        }
        if let Some(plan) = &self.plan {
            writeln!(f, "  the fault: {}", plan.fault.sentence())?;
        }
        writeln!(f)?;
        let story = self.story();
        if story.left_out > 0 {
            writeln!(f, "  ({} earlier events left out)", story.left_out)?;
        }
        writeln!(f, "{}", story::draw(&story))?;
        write!(f, "  replay: {}", self.command())
    }
}

impl Error for Report {}
