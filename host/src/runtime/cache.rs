//! Compiled modules on disk.
//!
//! Loading compiled code runs it natively, outside any sandbox. So an entry is taken only from a folder and a file that belong
//! to the user who runs falconet and that nobody else can write, and only if its checksum holds. The checksum guards against
//! damage, not against that user: whoever can write here could as well replace the program. Anything else about an entry is
//! distrusted, and the module compiled anew. A cache that cannot be read or written is no error; it only costs time.

use std::collections::hash_map::DefaultHasher;
use std::fs::{self, DirBuilder, File, Metadata};
use std::hash::{Hash as _, Hasher as _};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rustix::fs::{Mode, OFlags};
use wasmtime::{Engine, Module};

use super::{ModuleHash, entry};

const EXTENSION: &str = "cwasm";
const KEPT_ENTRIES: usize = 8;
const MAX_ENTRY_BYTES: u64 = 256 << 20;
const WRITABLE_BY_OTHERS: u32 = 0o022;

/// A folder of compiled modules.
#[derive(Debug, Clone)]
pub struct Cache {
    folder: PathBuf,
}

impl Cache {
    /// The cache of this user: `$XDG_CACHE_HOME/falconet`, or `~/.cache/falconet`.
    pub fn of_user() -> Option<Self> {
        let caches =
            absolute("XDG_CACHE_HOME").or_else(|| Some(absolute("HOME")?.join(".cache")))?;
        Some(Self {
            folder: caches.join("falconet"),
        })
    }

    /// The compiled form of a module, or of a part of it, if there is one to be trusted.
    pub(super) fn get(&self, engine: &Engine, module: &ModuleHash, part: &str) -> Option<Module> {
        let path = self.path(engine, module, part);
        let bytes = self.read_trusted(&path).ok()??;
        let code = entry::unpack(&bytes, module)?;
        deserialize(engine, code)
    }

    /// Keeps the compiled form of a module, or of a part of it.
    pub(super) fn put(&self, engine: &Engine, module: &ModuleHash, part: &str, compiled: &Module) {
        let Ok(code) = compiled.serialize() else {
            return;
        };
        let written = self.write(
            &self.path(engine, module, part),
            &entry::pack(module, &code),
        );
        // The cache is a convenience: what cannot be kept is compiled again next time.
        if written.is_ok() {
            drop(self.prune());
        }
    }

    /// The runtime checks by itself that code suits its version and settings; they are in the name so that several can live together.
    fn path(&self, engine: &Engine, module: &ModuleHash, part: &str) -> PathBuf {
        let mut settings = DefaultHasher::new();
        engine.precompile_compatibility_hash().hash(&mut settings);
        self.folder.join(format!(
            "{module}{part}-{:016x}.{EXTENSION}",
            settings.finish()
        ))
    }

    fn read_trusted(&self, path: &Path) -> io::Result<Option<Vec<u8>>> {
        if !ours_alone(&fs::symlink_metadata(&self.folder)?) {
            return Ok(None);
        }
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let file = File::from(rustix::fs::open(path, flags, Mode::empty())?);
        let about = file.metadata()?;
        if !about.is_file() || !ours_alone(&about) {
            return Ok(None);
        }
        let len = about.len().min(MAX_ENTRY_BYTES);
        let mut bytes = Vec::with_capacity(usize::try_from(len).unwrap_or_default());
        file.take(MAX_ENTRY_BYTES).read_to_end(&mut bytes)?;
        Ok(Some(bytes))
    }

    /// Written beside its place and then moved there, so that a reader sees a whole entry or none.
    fn write(&self, path: &Path, entry: &[u8]) -> io::Result<()> {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&self.folder)?;
        if !ours_alone(&fs::symlink_metadata(&self.folder)?) {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        let mut file = tempfile::NamedTempFile::new_in(&self.folder)?;
        file.write_all(entry)?;
        file.persist(path)?;
        Ok(())
    }

    /// Every build of the module leaves an entry; the newest few are enough.
    fn prune(&self) -> io::Result<()> {
        let mut entries = self.entries()?;
        entries.sort_by(|one, other| other.cmp(one));
        entries
            .iter()
            .skip(KEPT_ENTRIES)
            .try_for_each(|(_, path)| fs::remove_file(path))
    }

    fn entries(&self) -> io::Result<Vec<(SystemTime, PathBuf)>> {
        let all = fs::read_dir(&self.folder)?.filter_map(Result::ok);
        let ours = all.filter(|item| {
            item.path()
                .extension()
                .is_some_and(|extension| extension == EXTENSION)
        });
        ours.map(|item| Ok((item.metadata()?.modified()?, item.path())))
            .collect()
    }
}

fn absolute(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable)
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
}

fn ours_alone(about: &Metadata) -> bool {
    about.uid() == rustix::process::geteuid().as_raw() && about.mode() & WRITABLE_BY_OTHERS == 0
}

#[expect(
    unsafe_code,
    reason = "loading compiled code cannot be made safe by its type, only by where it came from"
)]
fn deserialize(engine: &Engine, code: &[u8]) -> Option<Module> {
    // SAFETY: the bytes are what `Module::serialize` gave: they were read from a file that only this user can write, in a folder
    // that only this user can write, and match the checksum that was written with them.
    unsafe { Module::deserialize(engine, code) }.ok()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{PermissionsExt as _, chown, symlink};

    use super::*;

    struct Fixture {
        engine: Engine,
        bytes: Vec<u8>,
        cache: Cache,
        _root: tempfile::TempDir,
    }

    impl Fixture {
        fn new() -> Self {
            let root = tempfile::tempdir().unwrap();
            let bytes =
                wat::parse_str("(module (func (export \"f\") (result i32) i32.const 7))").unwrap();
            let cache = Cache {
                folder: root.path().join("falconet"),
            };
            Self {
                engine: Engine::default(),
                bytes,
                cache,
                _root: root,
            }
        }

        fn filled() -> Self {
            let fixture = Self::new();
            let module = Module::from_binary(&fixture.engine, &fixture.bytes).unwrap();
            fixture
                .cache
                .put(&fixture.engine, &fixture.hash(), "", &module);
            assert!(fixture.get().is_some());
            fixture
        }

        fn hash(&self) -> ModuleHash {
            ModuleHash::of(&self.bytes)
        }

        fn get(&self) -> Option<Module> {
            self.cache.get(&self.engine, &self.hash(), "")
        }

        fn entry(&self) -> PathBuf {
            self.cache.path(&self.engine, &self.hash(), "")
        }
    }

    fn set_mode(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().mode() & 0o777
    }

    #[test]
    fn folder_and_entry_are_closed_to_others() {
        let fixture = Fixture::filled();
        assert_eq!(mode(&fixture.cache.folder), 0o700);
        assert_eq!(mode(&fixture.entry()), 0o600);
    }

    #[test]
    fn an_entry_that_others_can_write_is_not_taken() {
        let fixture = Fixture::filled();
        set_mode(&fixture.entry(), 0o620);
        assert!(fixture.get().is_none());
    }

    #[test]
    fn an_entry_in_a_folder_that_others_can_write_is_not_taken() {
        let fixture = Fixture::filled();
        set_mode(&fixture.cache.folder, 0o777);
        assert!(fixture.get().is_none());
    }

    #[test]
    fn a_link_is_not_taken_for_an_entry() {
        let fixture = Fixture::filled();
        let elsewhere = fixture.cache.folder.join("elsewhere");
        fs::rename(fixture.entry(), &elsewhere).unwrap();
        symlink(&elsewhere, fixture.entry()).unwrap();
        assert!(fixture.get().is_none());
    }

    #[test]
    fn an_entry_of_another_user_is_not_taken() {
        let fixture = Fixture::filled();
        if chown(fixture.entry(), Some(65_534), None).is_err() {
            eprintln!("skipped: only root can give a file to another user");
            return;
        }
        assert!(fixture.get().is_none());
    }

    #[test]
    fn a_whole_entry_with_foreign_code_is_not_taken() {
        let fixture = Fixture::filled();
        fs::write(
            fixture.entry(),
            entry::pack(&fixture.hash(), b"\x7fELF no code of ours"),
        )
        .unwrap();
        assert!(fixture.get().is_none());
    }

    #[test]
    fn only_the_newest_entries_are_kept() {
        let fixture = Fixture::filled();
        for number in 0..20 {
            fs::write(
                fixture.cache.folder.join(format!("{number}.{EXTENSION}")),
                b"old",
            )
            .unwrap();
        }
        fixture.cache.prune().unwrap();
        assert_eq!(fixture.cache.entries().unwrap().len(), KEPT_ENTRIES);
    }

    #[test]
    fn a_cache_that_cannot_be_written_is_no_error() {
        let mut fixture = Fixture::new();
        fixture.cache.folder = PathBuf::from("/dev/null/falconet");
        let module = Module::from_binary(&fixture.engine, &fixture.bytes).unwrap();
        fixture
            .cache
            .put(&fixture.engine, &fixture.hash(), "", &module);
        assert!(fixture.get().is_none());
    }
}
