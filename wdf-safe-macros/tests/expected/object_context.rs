/// What belongs to the queue.
pub(crate) struct Echo {
    /// A read that waits.
    pub waiting: CancelSlot<Read>,
    r#type: u32,
}
///The initialiser of [`Echo`]: how each of its fields is made.
#[derive(Debug)]
#[must_use = "give it to the call that creates the object"]
pub(crate) struct EchoInit<__Waiting, __Type> {
    ///How `waiting` is made.
    pub waiting: __Waiting,
    ///How `type` is made.
    r#type: __Type,
}
const _: () = {
    static TYPE: ::wdf_safe::__private::TypeInfo = unsafe {
        ::wdf_safe::__private::TypeInfo::new::<Echo>(c"Echo", &raw const TYPE)
    };
    unsafe impl ::wdf_safe::__private::ObjectContext for Echo {
        type Requests = Tracking;
        fn type_info() -> &'static ::wdf_safe::__private::TypeInfo {
            &TYPE
        }
    }
    impl ::wdf_safe::__private::DroppedByItsFields for Echo {}
    impl<
        __Waiting: ::wdf_safe::__private::Init<CancelSlot<Read>>,
        __Type: ::wdf_safe::__private::Init<u32>,
    > ::wdf_safe::__private::ContextInit<Echo> for EchoInit<__Waiting, __Type> {}
    unsafe impl<
        __Waiting: ::wdf_safe::__private::Init<CancelSlot<Read>>,
        __Type: ::wdf_safe::__private::Init<u32>,
    > ::wdf_safe::__private::Init<Echo> for EchoInit<__Waiting, __Type> {
        const HOLDS_REQUESTS: bool = false
            | <__Waiting as ::wdf_safe::__private::Init<
                CancelSlot<Read>,
            >>::HOLDS_REQUESTS
            | <__Type as ::wdf_safe::__private::Init<u32>>::HOLDS_REQUESTS;
        unsafe fn init(
            self,
            place: *mut Echo,
            owner: ::wdf_safe::__private::WDFOBJECT,
        ) -> ::wdf_safe::__private::Result<()> {
            let _ = (place, owner);
            let __waiting = unsafe {
                ::wdf_safe::__private::Placed::new(
                    self.waiting,
                    &raw mut (*place).waiting,
                    owner,
                )
            }?;
            let __type = unsafe {
                ::wdf_safe::__private::Placed::new(
                    self.r#type,
                    &raw mut (*place).r#type,
                    owner,
                )
            }?;
            __waiting.keep();
            __type.keep();
            ::core::result::Result::Ok(())
        }
    }
    const _: () = ::core::assert!(
        ::core::mem::align_of:: < Echo > () >= ::core::mem::align_of:: < CancelSlot <
        Read > > () && ::core::mem::offset_of!(Echo, waiting) % ::core::mem::align_of:: <
        CancelSlot < Read > > () == 0, "an object context cannot be packed"
    );
    const _: () = ::core::assert!(
        ::core::mem::align_of:: < Echo > () >= ::core::mem::align_of:: < u32 > () &&
        ::core::mem::offset_of!(Echo, r#type) % ::core::mem::align_of:: < u32 > () == 0,
        "an object context cannot be packed"
    );
};
