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

/// Files, sockets and pipes that are open.
pub(crate) fn descriptors(process: u32) -> usize {
    let open = fs::read_dir(format!("/proc/{process}/fd")).unwrap();
    open.count()
}
