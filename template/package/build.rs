//! Has the driver linked as the WDK links one. Elsewhere than on Windows there is no WDK, and the image is only checked.

#[cfg(windows)]
fn main() -> Result<(), wdk_build::ConfigError> {
    wdk_build::configure_wdk_binary_build()
}

#[cfg(not(windows))]
fn main() {}
