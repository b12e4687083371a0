//! What a request costs: between its delivery and its completion nothing is allocated.
//!
//! wdf-safe cannot allocate of itself: it names no allocator, and a kernel image of a sample has none to be linked with.
//! What is left is that it could ask the framework for an object; it does so when a driver sets things up, and never
//! for a request.

use std::fs;
use std::path::Path;

use wdf_sim::{DriverImage, Explorer, Step, Verifier};

#[test]
fn no_object_is_made_for_a_request() {
    for image in
        [&echo::DRIVER, &echo_driver_sync::DRIVER, &auto_sync::DRIVER, &own_lock::DRIVER, &manual_queue::DRIVER]
    {
        for verifier in [Verifier::Off, Verifier::On] {
            Explorer::calm().verifier(verifier).run(|machine| in_one_run(machine, image));
        }
    }
}

fn in_one_run(machine: &wdf_sim::Machine, image: &DriverImage) {
    let device = machine.load(image).expect("the driver loads").add_device().expect("the device starts");
    let file = device.open().expect("the device opens");
    let before = (machine.objects(), machine.trace().len());
    let [read, cancelled] = [file.begin_read(8), file.begin_read(8)];
    cancelled.cancel();
    let _ = cancelled.wait();
    let _ = file.write(b"anything");
    let _ = read.wait();
    for event in &machine.trace()[before.1..] {
        if let Step::Call(ddi, _) = event.step {
            assert!(!ddi.ends_with("Create") && !ddi.contains("Allocate"), "{ddi} was called for a request");
        }
    }
    assert_eq!(machine.objects(), before.0, "an object of a request is left");
}

#[test]
fn wdf_safe_names_no_allocator() {
    fn walk(folder: &Path) {
        for entry in fs::read_dir(folder).expect("the folder can be read") {
            let path = entry.expect("an entry of the folder").path();
            if path.is_dir() {
                walk(&path);
                continue;
            }
            // Buffers of a request of the driver's own, memory objects and pool memory are what a driver asks for, by calls that can
            // fail; the image's allocator is there for packages that ask for `alloc`, and nothing here calls it.
            let asks = ["target/format.rs", "src/memory.rs", "sys/call.rs", "sys/mod.rs"]
                .iter()
                .any(|file| path.ends_with(file));
            let in_folder = |name: &str| path.components().any(|part| part.as_os_str() == name);
            let asks = asks || in_folder("pool");
            let text = fs::read_to_string(&path).expect("the file can be read");
            let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            for line in code {
                for word in ["extern crate alloc", "ExAllocatePool", "GlobalAlloc", "WdfMemoryCreate"] {
                    let asked_for = asks && ["WdfMemoryCreate", "ExAllocatePool"].contains(&word);
                    let is_there_for_packages = word == "GlobalAlloc" && in_folder("allocator");
                    assert!(asked_for || is_there_for_packages || !line.contains(word), "{}: {line}", path.display());
                }
            }
        }
    }
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../wdf-safe/src"));
}
