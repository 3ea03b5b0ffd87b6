//! Reading many rows keeps two cores busy; a key must still be answered at once.

/// How far behind other threads: the customary step of background work.
#[cfg(target_os = "linux")]
const NICE: i32 = 10;

/// Lets other threads go before this one. Where the system knows no priority of a single thread nothing is changed.
pub(in crate::store) fn lower() {
    #[cfg(target_os = "linux")]
    {
        // A system that refuses leaves the work as it is: slower to share, no less right.
        let _refused = rustix::process::setpriority_process(Some(rustix::thread::gettid()), NICE);
    }
}
