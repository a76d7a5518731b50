//! What a process holds, as the system says.

use std::fs;

/// Bytes of memory that are resident now.
pub(crate) fn resident(process: u32) -> u64 {
    memory(process, "VmRSS:")
}

/// The most bytes of memory that were ever resident.
pub(crate) fn peak(process: u32) -> u64 {
    memory(process, "VmHWM:")
}

fn memory(process: u32, key: &str) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix(key));
    let kibibytes = line.unwrap().trim().trim_end_matches(" kB");
    kibibytes.parse::<u64>().unwrap() << 10
}

/// Hundredths of a second that it was on a processor.
pub(crate) fn ticks(process: u32) -> u32 {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
    let (_, behind) = stat.rsplit_once(") ").unwrap();
    let times = behind.split(' ').skip(11).take(2);
    times.map(|ticks| ticks.parse::<u32>().unwrap()).sum()
}

/// Files, sockets and pipes that are open.
pub(crate) fn descriptors(process: u32) -> usize {
    let open = fs::read_dir(format!("/proc/{process}/fd")).unwrap();
    open.count()
}
