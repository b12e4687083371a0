//! In which memory the data of a request is that one driver formats and another one is presented with.

use wdf_tests::raw::{Device, Held, Memory, Opening, Rig, SUCCESS, Target, World, attributes, calm, parallel, plan};
use wdf_tests::with;

const LINK: &str = r"\DosDevices\Loop";
const BUFFERED: u32 = 0x22_2000;
const OUT_DIRECT: u32 = 0x22_2002;

/// A device that can be opened by its link, and keeps what comes; and a target that is opened by that.
fn looped(m: &World<'_>, held: &Held) -> Rig<Target> {
    let rig = m.build(
        plan(),
        with!(held => move |device: Device| {
            let _ = device.queue(parallel().default_queue().default(held.putter()));
            assert_eq!(device.link(LINK), SUCCESS);
            device.new_target(&attributes()).unwrap()
        }),
    );
    assert_eq!(rig.made.open(Opening::Name(LINK)), SUCCESS);
    rig
}

fn memory(bytes: &[u8]) -> Memory {
    let memory = Memory::create(&attributes(), bytes.len()).unwrap();
    assert_eq!(memory.copy_in(0, bytes), SUCCESS);
    memory
}

/// Sends a control with four bytes of input and of output: whether both are one memory where it arrives, and what it comes back
/// with when the one that has it writes the output.
fn is_one_memory(m: &World<'_>, code: u32) -> bool {
    let held = Held::empty();
    let rig = looped(m, &held);
    let request = rig.made.request(&attributes()).unwrap();
    let (input, output) = (memory(b"asks"), memory(b"----"));
    assert_eq!(rig.made.format_ioctl(request, code, Some(input), Some(output)), SUCCESS);
    request.on_complete(|_, _, _| {});
    assert!(request.send(rig.made));
    let there = held.take();
    let (asked, answered) = (there.input(4).unwrap().0, there.output(4).unwrap().0);
    assert_eq!(there.input_bytes(), b"asks");
    there.write_output(b"told");
    let one = there.input_bytes() == b"told";
    assert_eq!(one, asked == answered);
    there.complete_with(SUCCESS, 4);
    assert_eq!(output.copy_out(0, 4).unwrap(), b"told");
    assert_eq!(input.copy_out(0, 4).unwrap(), b"asks", "the sender's input is its own");
    rig.made.close();
    request.delete();
    one
}

#[test]
fn a_buffered_control_of_another_driver_has_one_memory() {
    calm(|m| assert!(is_one_memory(m, BUFFERED)));
}

#[test]
fn a_direct_control_of_another_driver_has_two() {
    calm(|m| assert!(!is_one_memory(m, OUT_DIRECT)));
}
