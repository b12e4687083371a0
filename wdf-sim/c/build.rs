//! Compiles the few routines that must be C: those with a variable number of arguments, those on 16-bit characters, and
//! what catches a driver's faults.

fn main() {
    let files = [
        "absent.c",
        "data.c",
        "emulate.c",
        "fault.c",
        "image.c",
        "intrinsics.c",
        "main.c",
        "number.c",
        "print.c",
        "secure.c",
        "wide.c",
    ];
    println!("cargo::rerun-if-changed=csrc");
    // Drivers in C are simulated on Linux; elsewhere this crate is its Rust part alone.
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() != Ok("linux") {
        return;
    }
    let mut build = cc::Build::new();
    build
        .std("gnu11")
        .include("include")
        .flag("-fshort-wchar")
        .flag("-fno-builtin")
        .warnings(true)
        .extra_warnings(true);
    for file in files {
        build.file(format!("csrc/{file}"));
    }
    build.compile("wdf_sim_c_shim");
}
