pub(crate) fn read<'id>(
    cx: &mut Cx<'_, Dispatch>,
    _queue: &Queue<Echo>,
    request: Request<'id, Owned, Read>,
) -> Handled<'id> {
    request.complete(cx, NtStatus::SUCCESS)
}
const _: () = ::wdf_safe::__private::check::evt_io_read({ read });
