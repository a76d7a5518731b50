//! What the host knows and the module does not: the name of this machine and the time.

use std::env;
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use jiff::ZonedDateTime;

const HOST_NAME: &str = "FALCO_HOSTNAME";

/// The host name that alerts carry: `FALCO_HOSTNAME`, else that of the machine, as Falco does.
pub(crate) fn host_name() -> String {
    named_host().unwrap_or_else(|| {
        rustix::system::uname()
            .nodename()
            .to_string_lossy()
            .into_owned()
    })
}

/// The host name that `FALCO_HOSTNAME` gives, if any.
pub(crate) fn named_host() -> Option<String> {
    env::var_os(HOST_NAME).map(|name| name.to_string_lossy().into_owned())
}

/// Where it may stand how far local time is from UTC.
pub(crate) fn time_zone_places() -> Vec<PathBuf> {
    let known = ["/etc/localtime", "/usr/share/zoneinfo"].map(PathBuf::from);
    let set = ["TZ", "TZDIR"].into_iter().filter_map(env::var_os);
    let set = set.map(PathBuf::from).filter(|place| place.is_absolute());
    set.chain(known).collect()
}

/// The offset of local time from UTC, now.
pub(crate) fn utc_offset_seconds() -> i32 {
    ZonedDateTime::now().offset().seconds()
}

/// Nanoseconds since 1970; 0 if the clock stands before that.
pub(crate) fn now_ns() -> u64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    u64::try_from(since.as_nanos()).unwrap_or(u64::MAX)
}
