struct Tracking {
    attempts: u32,
}
const _: () = {
    ::wdf_safe::__private::check::zeroable::<u32>();
    unsafe impl ::wdf_safe::__private::Zeroable for Tracking {}
};
const _: () = {
    unsafe impl ::wdf_safe::__private::RequestContext for Tracking {}
};
