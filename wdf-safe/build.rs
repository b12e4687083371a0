//! Says before anything else fails what a driver can be built for, and with what.
//!
//! *Where it stands.* Before the crate: which crate lies under wdf-safe is chosen by target and `--cfg wdf_sim`
//! (`Cargo.toml`), and what a wrong choice leads to would be errors of other crates.
//!
//! *Key types.* [`Advice`].
//!
//! *Wraps.* Nothing.

use std::env;

/// What is to be said of a target.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Advice {
    /// Nothing: it is one of those for which drivers are built.
    None,
    /// It cannot.
    Error(String),
}

/// The variable with which CI compiles for Windows elsewhere, over bindings of its own in the place of `wdk-sys`.
const NO_WDK: &str = "WDF_SAFE_WITHOUT_WDK";

/// What is to be said of building for this target on this host, where a WDK is wanted unless it is a simulation.
pub(crate) fn advice(target: &str, host: &str, is_simulation: bool, without_wdk: bool) -> Advice {
    const TARGETS: [&str; 2] = ["x86_64-pc-windows-msvc", "aarch64-pc-windows-msvc"];
    const SIMULATOR: &str = "to run it on the simulator on Windows: `cargo sim-test`, which gives `--cfg wdf_sim`; elsewhere \
                             plain `cargo test` does";
    let is_64_bit = ["x86_64", "aarch64"].iter().any(|processor| target.starts_with(processor));
    if !target.contains("windows") || is_simulation {
        return match is_64_bit {
            true => Advice::None,
            false => Advice::Error(format!(
                "wdf-sim has the layouts of 64-bit Windows, and {target} is not 64-bit x86 or ARM"
            )),
        };
    }
    if !TARGETS.contains(&target) {
        let targets = TARGETS.join(" or ");
        return Advice::Error(format!("a driver for the kernel is built for {targets}, not for {target}; {SIMULATOR}"));
    }
    if !host.contains("windows") && !without_wdk {
        return Advice::Error(format!(
            "the kernel's side of a driver is built on Windows, with a WDK, which this machine ({host}) has not; what other \
             crates (windows-future, wdk-build) say comes of that; {SIMULATOR}"
        ));
    }
    Advice::None
}

fn main() {
    let said = |variable| env::var(variable).unwrap_or_default();
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed={NO_WDK}");
    let is_simulation = env::var_os("CARGO_CFG_WDF_SIM").is_some();
    match advice(&said("TARGET"), &said("HOST"), is_simulation, env::var_os(NO_WDK).is_some()) {
        Advice::None => {}
        Advice::Error(text) => println!("cargo::error={text}"),
    }
}
