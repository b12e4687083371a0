//! Memory of devices at physical addresses, as drivers map it and tests play it.

use wdf_tests::raw::calm;

#[test]
fn memory_of_a_device_is_one_wherever_a_mapping_begins() {
    calm(|m| {
        let base = m.device_memory(0x1000, 0x100);
        assert_eq!(m.device_memory(0x1000, 0x100), base);
        assert_eq!(m.device_memory(0x1000, 1), base);
        assert_eq!(m.device_memory(0x1010, 0x10), base + 0x10);
        assert_eq!(m.device_memory(0x10F0, 0x10), base + 0xF0, "up to its end");
        for other in [m.device_memory(0x1100, 1), m.device_memory(0xF00, 0x10), m.device_memory(0x5000, 1)] {
            assert!(!(base..base + 0x100).contains(&other));
        }
    });
}

#[test]
fn a_mapping_that_is_longer_than_those_before_begins_as_they_are() {
    calm(|m| {
        let card = m.hardware(0x1000, 8);
        card.write32(4, 7);
        let longer = m.hardware(0x1000, 0x1000);
        assert_eq!(longer.read32(4), 7);
        assert_eq!(longer.read32(0xFFC), 0);
        card.write32(0, 8);
        assert_eq!(card.read32(0), 8, "what was mapped before is still there");
    });
}
