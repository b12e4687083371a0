fn driver_entry<'id>(
    cx: &mut Cx<'_, Passive>,
    driver: DriverInit<'id>,
) -> Result<Loaded<'id>> {
    DriverConfig::new(device_add).create(cx, driver, ())
}
const _: () = ::wdf_safe::__private::check::driver_entry({ driver_entry });
::wdf_safe::__private::driver_image! {
    pub driver_entry
}
