//! Builds the static library, as `cargo` has built everything else, and the programs, with the system's C compiler.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;
use std::thread;

use tempfile::TempDir;

/// Where the drivers and their headers are.
const SOURCES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/c");
/// The library's own folder.
const LIBRARY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../wdf-sim/c");
/// What the library needs of the system.
const SYSTEM: [&str; 3] = ["-lpthread", "-ldl", "-lm"];
/// Where the headers of Windows' kernel are that the package mingw-w64-common brings.
const MINGW: &str = "/usr/share/mingw-w64/include";

/// How the simulator is to know the driver's static data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Image {
    /// The linker gathers it, as `wdf_sim.h` says.
    #[default]
    Gathered,
    /// Not by the way in which the program is linked.
    Unknown,
}

/// Which headers of the kernel a driver is compiled against.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Headers {
    /// The small ones beside the drivers.
    #[default]
    Own,
    /// Those of mingw-w64, which are the kernel's in full.
    Mingw,
}

impl Headers {
    /// Whether they are on this machine.
    pub(crate) fn are_here(self) -> bool {
        self == Self::Own || Path::new(MINGW).join("ddk/wdm.h").exists()
    }
}

/// How a program is built.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Setup<'a> {
    /// The compiler, or `CC`, or the system's.
    pub(crate) compiler: Option<&'a str>,
    pub(crate) headers: Headers,
    pub(crate) image: Image,
    /// The options for the driver.
    pub(crate) options: &'a [&'a str],
}

impl Setup<'_> {
    /// The compiler with the options that are the same for all files.
    fn compiler(&self) -> Command {
        let system = env::var_os("CC");
        let compiler = self.compiler.map(OsStr::new).or(system.as_deref()).unwrap_or(OsStr::new("cc"));
        let mut command = Command::new(compiler);
        command.args(["-std=gnu11", "-g", "-Wall", "-Wextra", "-Werror"]);
        command
    }

    /// The compiler with what a driver needs.
    pub(crate) fn driver_compiler(&self) -> Command {
        let mut command = self.compiler();
        command.args(["-fshort-wchar", "-Wno-multichar", "-Wno-infinite-recursion", "-I"]);
        command.arg(format!("{SOURCES}/include/wdf"));
        match self.headers {
            Headers::Own => {
                command.arg("-I").arg(format!("{SOURCES}/include/km"));
            }
            Headers::Mingw => {
                // What the headers make of UNREFERENCED_PARAMETER is nothing; KdPrint prints in a checked build alone.
                command.args([
                    "-DDBG=1",
                    "-Wno-unused-parameter",
                    "-Wno-unknown-pragmas",
                    "-Wno-array-bounds",
                    "-include",
                ]);
                command.arg(format!("{LIBRARY}/include/wdf_sim_target.h"));
                command.args(["-idirafter", &format!("{MINGW}/ddk"), "-idirafter", MINGW, "-include"]);
                command.arg(format!("{SOURCES}/include/newer.h"));
            }
        }
        command.args(self.options);
        command
    }
}

/// A driver with the scene that it plays in, in a folder of its own. Some two hundred are built, of 8 MB each: one that did
/// what it was to do is removed, one whose test failed is left to be looked at.
pub(crate) struct Program {
    folder: TempDir,
    executable: PathBuf,
}

impl Drop for Program {
    fn drop(&mut self) {
        self.folder.disable_cleanup(thread::panicking());
    }
}

impl Program {
    /// Compiles and links `driver.c`, and `driver_queue.c` if there is one, with these macros defined, and
    /// `driver_scene.c`.
    pub(crate) fn build(driver: &str, defines: &[&str], setup: Setup<'_>) -> Self {
        fs::create_dir_all(folder()).expect("a folder for the programs");
        let folder = tempfile::Builder::new().prefix(&format!("{driver}-")).tempdir_in(folder());
        let folder = folder.expect("a folder for the program");
        let place = |name: &str| folder.path().join(name);
        let source = |name: &str| Path::new(SOURCES).join(format!("{name}.c"));
        let defines: Vec<String> = defines.iter().map(|define| format!("-D{define}")).collect();

        let mut objects = Vec::new();
        for part in [driver.to_owned(), format!("{driver}_queue")].iter().filter(|part| source(part).exists()) {
            let object = place(&format!("{part}.o"));
            setup.driver_compiler().args(&defines).arg("-c").arg(source(part)).arg("-o").arg(&object).succeeds();
            objects.push(object);
        }
        if setup.image == Image::Gathered {
            let linked = place("driver.image.o");
            let script = format!("-Wl,-T,{LIBRARY}/image.ld");
            let mut linker = setup.compiler();
            // With clang, mingw-w64's wdm.h defines two functions in every file that includes it.
            linker.args(["-r", "-nostdlib", "-Wl,-z,muldefs", &script, "-o"]).arg(&linked).args(&objects).succeeds();
            objects = vec![linked];
        }
        let scene = place("scene.o");
        let include = format!("{LIBRARY}/include");
        let mut compiler = setup.compiler();
        compiler.args(["-I", &include, "-c"]).args(&defines).arg(source(&format!("{driver}_scene")));
        compiler.arg("-o").arg(&scene).succeeds();
        let executable = place("program");
        let mut linker = setup.compiler();
        if cfg!(feature = "sanitize") {
            // The library alone is instrumented: what the sanitizer would put between the driver's static data is none of it.
            linker.arg("-fsanitize=address");
        }
        linker.args(["-Wl,-S", "-o"]).args([&executable, &scene]).args(&objects).arg(library()).args(SYSTEM).succeeds();
        Self { folder, executable }
    }

    /// Its command.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(&self.executable);
        command.env_remove("WDF_SIM_REPLAY");
        command
    }

    /// Runs it; it compares the rule itself. What it printed.
    pub(crate) fn run(&self, verifier: usize, strategy: &str, rule: &str) -> String {
        let mut command = self.command();
        command.args([&verifier.to_string(), strategy, rule]);
        command.succeeds()
    }
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
pub(crate) fn library() -> &'static PathBuf {
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
            .args(if cfg!(feature = "sanitize") {
                &["--package", "wdf-tests", "--features", "wdf-tests/sanitize"][..]
            } else {
                &[]
            })
            .arg("--target-dir")
            .arg(target)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            // Set for trybuild (.cargo/config.toml): the archive is built as everything else is.
            .env_remove("CARGO_PROFILE_DEV_DEBUG")
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
