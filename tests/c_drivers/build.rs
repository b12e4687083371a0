//! Builds the static library, as `cargo` has built everything else, and the programs, with the system's C compiler.

use std::collections::hash_map::DefaultHasher;
use std::env;
use std::ffi::OsStr;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

/// Where the drivers and their headers are.
const SOURCES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/c");
/// The library's own folder.
const LIBRARY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../wdf-sim/c");
/// What the library needs of the system.
const SYSTEM: [&str; 3] = ["-lpthread", "-ldl", "-lm"];

/// How the simulator is to know the driver's static data.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Image {
    /// The linker gathers it, as `wdf_sim.h` says.
    Gathered,
    /// Not by the way in which the program is linked.
    Unknown,
}

/// A driver with the scene that it plays in.
pub(crate) struct Program {
    executable: PathBuf,
}

impl Program {
    /// Compiles and links `driver.c`, with these macros defined, and `driver_scene.c`.
    pub(crate) fn build(driver: &str, defines: &[&str], image: Image) -> Self {
        let mut hasher = DefaultHasher::new();
        (defines, image == Image::Gathered).hash(&mut hasher);
        let folder = folder().join(format!("{driver}-{:016x}", hasher.finish()));
        fs::create_dir_all(&folder).expect("a folder for the program");
        let place = |name: &str| folder.join(name);
        let source = |name: &str| Path::new(SOURCES).join(format!("{name}.c"));
        let defines: Vec<String> = defines.iter().map(|define| format!("-D{define}")).collect();

        let object = place("driver.o");
        compiler(["-fshort-wchar", "-I", &format!("{SOURCES}/include"), "-c"])
            .args(["-Wno-multichar", "-Wno-cast-function-type"])
            .args(&defines)
            .arg(source(driver))
            .arg("-o")
            .arg(&object)
            .succeeds();
        let linked = if image == Image::Gathered {
            let linked = place("driver.image.o");
            let script = format!("-Wl,-T,{LIBRARY}/image.ld");
            compiler(["-r", "-nostdlib", &script, "-o"]).arg(&linked).arg(&object).succeeds();
            linked
        } else {
            object
        };
        let scene = place("scene.o");
        compiler(["-I", &format!("{LIBRARY}/include"), "-c"])
            .args(&defines)
            .arg(source(&format!("{driver}_scene")))
            .arg("-o")
            .arg(&scene)
            .succeeds();
        let executable = place("program");
        compiler(["-Wl,-S", "-o"]).args([&executable, &scene, &linked, library()]).args(SYSTEM).succeeds();
        Self { executable }
    }

    /// Runs it; it compares the rule itself. What it printed.
    pub(crate) fn run(&self, verifier: usize, strategy: &str, rule: &str) -> String {
        let mut command = Command::new(&self.executable);
        command.env_remove("WDF_SIM_REPLAY").args([&verifier.to_string(), strategy, rule]);
        command.succeeds()
    }
}

/// The system's compiler with the first arguments.
pub(crate) fn compiler<const N: usize>(arguments: [&str; N]) -> Command {
    let mut command = Command::new(env::var_os("CC").as_deref().unwrap_or(OsStr::new("cc")));
    command.args(["-std=gnu11", "-g", "-Wall", "-Wextra"]).args(arguments);
    command
}

/// A command that must succeed.
pub(crate) trait Succeeds {
    /// Runs it. What it printed.
    fn succeeds(&mut self) -> String;
}

impl Succeeds for Command {
    fn succeeds(&mut self) -> String {
        let Output { status, stdout, stderr } = self.output().unwrap_or_else(|error| panic!("{self:?}: {error}"));
        let text = String::from_utf8_lossy(&stderr).into_owned();
        assert!(status.success(), "{self:?}: {status}\n{text}");
        String::from_utf8_lossy(&stdout).into_owned() + &text
    }
}

/// Where what is built here goes.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("c_drivers")
}

/// The static library, built in the profile and the target folder of this test.
fn library() -> &'static PathBuf {
    static LIBRARY: OnceLock<PathBuf> = OnceLock::new();
    LIBRARY.get_or_init(|| {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("the folder lies in the target folder");
        let executable = env::current_exe().expect("this test has a file");
        let profile = executable.ancestors().nth(2).and_then(Path::file_name).and_then(OsStr::to_str);
        let profile = match profile.expect("a test lies in deps, in its profile's folder") {
            "debug" => "dev",
            other => other,
        };
        let messages = Command::new(env!("CARGO"))
            .args(["build", "--package", "wdf-sim-c", "--message-format", "json", "--profile", profile])
            .arg("--target-dir")
            .arg(target)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .succeeds();
        let archives = messages
            .lines()
            .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
            .flat_map(|message| message["filenames"].as_array().cloned().unwrap_or_default())
            .filter_map(|name| name.as_str().map(PathBuf::from));
        let is_ours = |path: &PathBuf| path.file_name() == Some(OsStr::new("libwdf_sim_c.a"));
        let found: Vec<PathBuf> = archives.filter(is_ours).collect();
        found.into_iter().next_back().expect("cargo names the static library that it built")
    })
}
