//! The routines of the kernel: device memory.

pub(crate) mod register {
    use loom::cell::UnsafeCell;

    /// A range of device memory: whether it is mapped. Its physical address is where this lies.
    pub(crate) struct Memory(UnsafeCell<bool>);

    // SAFETY: loom complains of who touches the cell while another writes it, which is what is checked.
    unsafe impl Send for Memory {}
    // SAFETY: as above.
    unsafe impl Sync for Memory {}

    impl Memory {
        pub(crate) const LENGTH: usize = 16;

        pub(crate) fn new() -> Self {
            Self(UnsafeCell::new(false))
        }

        pub(crate) fn address(&self) -> u64 {
            core::ptr::from_ref(self).expose_provenance() as u64
        }

        /// What a driver does with it.
        ///
        /// # Safety
        /// The address of one that lives.
        pub(crate) unsafe fn touch(base: *mut u8) {
            // SAFETY: the caller's promise.
            let memory = unsafe { &*base.cast::<Self>().cast_const() };
            assert!(memory.is_mapped(), "touched while it is not mapped");
        }

        pub(crate) fn is_mapped(&self) -> bool {
            // SAFETY: loom complains of another's writing.
            self.0.with(|mapped| unsafe { *mapped })
        }

        fn set(&self, now: bool) {
            self.0.with_mut(|mapped| {
                // SAFETY: loom complains of another's reading or writing.
                assert_ne!(unsafe { core::mem::replace(&mut *mapped, now) }, now, "mapped or unmapped twice");
            });
        }
    }

    pub(crate) fn map(start: u64, length: usize) -> *mut u8 {
        assert_eq!(length, Memory::LENGTH);
        let base = core::ptr::with_exposed_provenance_mut::<Memory>(start as usize);
        // SAFETY: the address of a memory of the model, which lives.
        unsafe { &*base }.set(true);
        base.cast()
    }

    pub(crate) unsafe fn unmap(base: *mut u8, length: usize) {
        assert_eq!(length, Memory::LENGTH, "unmapped with another length");
        // SAFETY: as in `map`.
        unsafe { &*base.cast::<Memory>().cast_const() }.set(false);
    }
}
