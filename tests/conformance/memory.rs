//! Memory that the driver brings, and lookaside lists.

use wdf_tests::raw::{
    COUNTER, DELETE_PENDING, INVALID_PARAMETER, Log, Lookaside, Memory, Object, SUCCESS, attributes, calm, manual,
    object,
};
use wdf_tests::with;

#[test]
fn preallocated_memory_is_the_drivers_own() {
    calm(|m| {
        let device = m.rig(manual()).raw;
        let bytes = [1u8, 2, 3, 4];
        let address = bytes.as_ptr() as usize;
        let memory = Memory::preallocated(&attributes().parent(device), address, 4).unwrap();
        assert_eq!(memory.buffer(), (address, 4));
        assert_eq!(memory.copy_out(1, 2), Ok(vec![2, 3]));
    });
}

#[test]
fn another_buffer_can_be_assigned() {
    calm(|m| {
        let device = m.rig(manual()).raw;
        let (first, second) = ([1u8; 4], [2u8; 8]);
        let memory = Memory::preallocated(&attributes().parent(device), first.as_ptr() as usize, 4).unwrap();
        assert_eq!(memory.assign(second.as_ptr() as usize, 8), SUCCESS);
        assert_eq!(memory.copy_out(0, 8), Ok(vec![2; 8]));
    });
}

#[test]
fn a_buffer_has_a_size() {
    calm(|m| {
        let device = m.rig(manual()).raw;
        let bytes = [0u8; 4];
        let address = bytes.as_ptr() as usize;
        assert_eq!(Memory::preallocated(&attributes().parent(device), address, 0), Err(INVALID_PARAMETER));
        let memory = Memory::preallocated(&attributes().parent(device), address, 4).unwrap();
        assert_eq!(memory.assign(address, 0), INVALID_PARAMETER);
        assert_eq!(memory.buffer(), (address, 4));
    });
}

#[test]
fn memories_of_a_lookaside_list_have_its_size_and_attributes() {
    calm(|m| {
        let device = m.rig(manual()).raw;
        let of_memories = attributes().parent(device).context(&COUNTER);
        let list = Lookaside::create(&attributes().parent(device), &of_memories, 24).unwrap();
        let (first, second) = (list.memory().unwrap(), list.memory().unwrap());
        assert_ne!(first, second);
        assert_eq!((first.buffer().1, second.buffer().1), (24, 24));
        assert_ne!(first.buffer().0, second.buffer().0);
        assert_ne!(first.context(&COUNTER), 0);
        first.delete();
    });
}

#[test]
fn a_lookaside_list_has_a_size() {
    calm(|m| {
        let device = m.rig(manual()).raw;
        let list = Lookaside::create(&attributes().parent(device), &attributes(), 0);
        assert_eq!(list, Err(INVALID_PARAMETER));
    });
}

#[test]
fn a_memory_under_a_parent_that_is_deleted_is_not_created() {
    calm(|m| {
        let device = m.rig(manual()).raw;
        let log = Log::new();
        let parent = object(&attributes().parent(device).cleanup(with!(log => move |parent: Object| {
            let list = Lookaside::create(&attributes(), &attributes().parent(parent), 8).unwrap();
            assert_eq!(list.memory(), Err(DELETE_PENDING));
            list.delete();
            log.add("refused");
        })));
        parent.unwrap().delete();
        log.expect(["refused"]);
    });
}
