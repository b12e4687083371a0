struct Nothing;
///The initialiser of [`Nothing`]: how each of its fields is made.
#[derive(Debug)]
#[must_use = "give it to the call that creates the object"]
struct NothingInit {}
const _: () = {
    static TYPE: ::wdf_safe::__private::TypeInfo = unsafe {
        ::wdf_safe::__private::TypeInfo::new::<Nothing>(c"Nothing", &raw const TYPE)
    };
    unsafe impl ::wdf_safe::__private::ObjectContext for Nothing {
        type Requests = ();
        fn type_info() -> &'static ::wdf_safe::__private::TypeInfo {
            &TYPE
        }
    }
    impl ::wdf_safe::__private::DroppedByItsFields for Nothing {}
    impl ::wdf_safe::__private::ContextInit<Nothing> for NothingInit {}
    unsafe impl ::wdf_safe::__private::Init<Nothing> for NothingInit {
        const HOLDS_REQUESTS: bool = false;
        unsafe fn init(
            self,
            place: *mut Nothing,
            owner: ::wdf_safe::__private::WDFOBJECT,
        ) -> ::wdf_safe::__private::Result<()> {
            let _ = (place, owner);
            ::core::result::Result::Ok(())
        }
    }
};
