use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use crate::support::{Workplace, identity};

/// A workplace with a filled cache, and its entry's bytes.
fn filled() -> (Workplace, Vec<u8>) {
    let workplace = Workplace::new();
    workplace.run(&["--version"]).expect(0, "");
    let entry = fs::read(workplace.cache_entry()).unwrap();
    (workplace, entry)
}

#[track_caller]
fn assert_rebuilt(workplace: &Workplace, good: &[u8], spoiled: u64) {
    workplace.run(&["--version"]).expect(0, "");
    let entry = workplace.cache_entry();
    assert_ne!(identity(&entry), spoiled, "the entry was not replaced");
    assert_eq!(fs::read(&entry).unwrap().len(), good.len());
    assert_eq!(mode(&entry), 0o600);
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn spoil(workplace: &Workplace, spoil: impl FnOnce(&mut Vec<u8>)) -> u64 {
    let entry = workplace.cache_entry();
    let mut bytes = fs::read(&entry).unwrap();
    spoil(&mut bytes);
    fs::write(&entry, bytes).unwrap();
    identity(&entry)
}

#[test]
fn a_compiled_module_is_kept_and_taken_again() {
    let (workplace, good) = filled();
    let before = identity(&workplace.cache_entry());
    workplace.run(&["--version"]).expect(0, "");
    assert_eq!(identity(&workplace.cache_entry()), before);
    assert_eq!(fs::read(workplace.cache_entry()).unwrap(), good);
    assert_eq!(mode(&workplace.path("cache/falconet")), 0o700);
}

#[test]
fn without_a_cache_nothing_is_kept() {
    let workplace = Workplace::new();
    workplace.run(&["--version", "--no-cache"]).expect(0, "");
    assert!(!workplace.path("cache").exists());
}

#[test]
fn a_truncated_entry_is_rebuilt() {
    let (workplace, good) = filled();
    let spoiled = spoil(&workplace, |bytes| bytes.truncate(bytes.len() / 2));
    assert_rebuilt(&workplace, &good, spoiled);
}

#[test]
fn an_empty_entry_is_rebuilt() {
    let (workplace, good) = filled();
    let spoiled = spoil(&workplace, Vec::clear);
    assert_rebuilt(&workplace, &good, spoiled);
}

#[test]
fn an_entry_with_a_flipped_bit_is_rebuilt() {
    let (workplace, good) = filled();
    let spoiled = spoil(&workplace, |bytes| bytes[good.len() - 100] ^= 1);
    assert_rebuilt(&workplace, &good, spoiled);
}

#[test]
fn an_entry_that_others_can_write_is_rebuilt() {
    let (workplace, good) = filled();
    let entry = workplace.cache_entry();
    fs::set_permissions(&entry, fs::Permissions::from_mode(0o666)).unwrap();
    assert_rebuilt(&workplace, &good, identity(&entry));
}

#[test]
fn an_entry_of_another_user_is_rebuilt() {
    let (workplace, good) = filled();
    let entry = workplace.cache_entry();
    if std::os::unix::fs::chown(&entry, Some(65_534), None).is_err() {
        eprintln!("skipped: only root can give a file to another user");
        return;
    }
    assert_rebuilt(&workplace, &good, identity(&entry));
}

#[test]
fn a_folder_that_others_can_write_is_not_used() {
    let (workplace, _) = filled();
    let folder = workplace.path("cache/falconet");
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o777)).unwrap();
    let before = identity(&workplace.cache_entry());
    workplace.run(&["--version"]).expect(0, "");
    assert_eq!(identity(&workplace.cache_entry()), before);
}

#[test]
fn a_cache_that_cannot_be_made_is_no_error() {
    let workplace = Workplace::new();
    workplace.file("cache", b"a file where a folder should be");
    workplace.run(&["--version"]).expect(0, "");
}
