//! What a process that gave up its rights can still do. Each attempt is made by a process of its own, this very test again,
//! and so goes through the code that the sidecar runs.

use std::ffi::OsStr;
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::{env, fs, io, process, thread};

use nix::mount::MsFlags;
use nix::sched::CloneFlags;
use nix::sys::socket::{AddressFamily, SockFlag, SockType};
use nix::sys::{ptrace, signal, uio};
use nix::unistd::{Pid, getppid};

use super::{Needs, give_up};
use crate::sidecar::config::{HardeningConfig, Wanted};

/// Says which attempt is to be made.
const NAME: &str = "FALCONET_ATTEMPT";
/// Says in which folder.
const FOLDER: &str = "FALCONET_ATTEMPT_FOLDER";

/// Exit codes beside the numbers of errors, which are lower.
const DONE: i32 = 200;
const NOT_OFFERED: i32 = 201;
const NO_NUMBER: i32 = 202;

/// A signal and error numbers of Linux.
const SIGSYS: i32 = 31;
const EACCES: i32 = 13;
const ENOSYS: i32 = 38;

type Attempt = fn(&Path) -> io::Result<()>;

/// What a sidecar does.
const ALLOWED: [(&str, Attempt); 6] = [
    ("read again what was replaced", |folder| {
        fs::rename(folder.join("state/new"), folder.join("state/rules"))?;
        fs::read(folder.join("state/rules")).map(drop)
    }),
    ("read", |folder| {
        fs::read(folder.join("rules/a.yaml")).map(drop)
    }),
    ("write, set aside and remove", |folder| {
        let [file, aside] = ["state/alerts", "state/alerts.1"].map(|name| folder.join(name));
        fs::write(&file, "{}")?;
        fs::File::open(folder.join("state"))?.sync_all()?;
        fs::rename(file, &aside)?;
        fs::create_dir(folder.join("state/deeper"))?;
        fs::remove_file(aside)
    }),
    ("start a thread", |_| {
        thread::spawn(|| ())
            .join()
            .map_err(|_| io::ErrorKind::Other.into())
    }),
    ("listen for local clients", |folder| {
        UnixListener::bind(folder.join("state/socket")).map(drop)
    }),
    ("listen", |_| TcpListener::bind("127.0.0.1:0").map(drop)),
];

/// What the kernel says it cannot do.
const UNKNOWN: [(&str, Attempt); 8] = [
    ("start a program", |_| {
        Command::new("/bin/true").spawn().map(drop)
    }),
    ("raw socket", |_| socket(AddressFamily::Inet, SockType::Raw)),
    ("packet socket", |_| {
        socket(AddressFamily::Packet, SockType::Raw)
    }),
    ("netlink socket", |_| {
        socket(AddressFamily::Netlink, SockType::Datagram)
    }),
    ("datagram", |_| {
        std::net::UdpSocket::bind("127.0.0.1:0").map(drop)
    }),
    ("signal another process", |_| {
        Ok(signal::kill(getppid(), None)?)
    }),
    ("link", |folder| {
        symlink("/etc/passwd", folder.join("state/link"))
    }),
    ("new code", |_| {
        let module = wat::parse_str("(module (func (export \"f\")))").map_err(io::Error::other)?;
        let compiled = wasmtime::Module::new(&wasmtime::Engine::default(), module);
        compiled.map(drop).map_err(|error| {
            let cause = error.root_cause().downcast_ref::<rustix::io::Errno>();
            cause.map_or_else(
                || io::Error::other(error.to_string()),
                |cause| (*cause).into(),
            )
        })
    }),
];

/// What is not there for it.
const DENIED: [(&str, Attempt); 7] = [
    ("read another file", |_| fs::read("/etc/passwd").map(drop)),
    ("read what lies above", |folder| {
        fs::read_dir(folder).map(drop)
    }),
    ("write what is only read", |folder| {
        fs::write(folder.join("rules/a.yaml"), "")
    }),
    ("add to what is only read", |folder| {
        fs::write(folder.join("rules/b.yaml"), "")
    }),
    ("remove what is only read", |folder| {
        fs::remove_file(folder.join("rules/a.yaml"))
    }),
    ("listen elsewhere", |_| {
        TcpListener::bind("127.0.0.1:9").map(drop)
    }),
    ("connect", |_| TcpStream::connect("127.0.0.1:9").map(drop)),
];

/// What only someone does who has taken the process over.
const DEADLY: [(&str, Attempt); 5] = [
    (
        "become a program",
        |_| Err(Command::new("/bin/true").exec()),
    ),
    ("be traced", |_| Ok(ptrace::traceme()?)),
    ("read another process", |_| {
        let theirs = uio::RemoteIoVec { base: 4096, len: 1 };
        let mut ours = [0];
        let mut ours = [io::IoSliceMut::new(&mut ours)];
        uio::process_vm_readv(Pid::parent(), &mut ours, &[theirs])?;
        Ok(())
    }),
    ("new name spaces", |_| {
        Ok(nix::sched::unshare(CloneFlags::CLONE_NEWUSER)?)
    }),
    ("mount", |folder| {
        let nothing = None::<&str>;
        Ok(nix::mount::mount(
            nothing,
            folder,
            Some("tmpfs"),
            MsFlags::empty(),
            nothing,
        )?)
    }),
];

fn socket(family: AddressFamily, kind: SockType) -> io::Result<()> {
    nix::sys::socket::socket(family, kind, SockFlag::empty(), None)?;
    Ok(())
}

/// Makes one attempt and tells by the exit code how it went.
#[test]
#[ignore = "this is the process that the other tests start"]
fn attempt() {
    let name = env::var(NAME).unwrap();
    let folder = PathBuf::from(env::var_os(FOLDER).unwrap());
    let mut needs = Needs::default();
    needs.reads(folder.join("rules"));
    needs.writes_in(folder.join("state"));
    needs.listens("127.0.0.1:0".parse().unwrap());
    let all = [&ALLOWED[..], &UNKNOWN, &DENIED, &DEADLY].concat();
    let (_, attempt) = all.iter().find(|(known, _)| *known == name).unwrap();
    let hardening = give_up(&HardeningConfig::default(), &needs).unwrap();
    if !hardening.layers().iter().all(|(_, layer)| layer.holds()) {
        eprintln!("SKIPPED: {hardening:?}");
        process::exit(NOT_OFFERED);
    }
    let code = match attempt(&folder) {
        Ok(()) => DONE,
        Err(error) => {
            eprintln!("{error}");
            error.raw_os_error().unwrap_or(NO_NUMBER)
        }
    };
    process::exit(code);
}

/// Makes an attempt in a process of its own; nothing where the kernel offers no restrictions.
fn made(name: &str) -> Option<ExitStatus> {
    let folder = tempfile::tempdir().unwrap();
    for part in ["rules", "state"] {
        fs::create_dir(folder.path().join(part)).unwrap();
    }
    for file in ["rules/a.yaml", "state/rules", "state/new"] {
        fs::write(folder.path().join(file), "- list: a\n").unwrap();
    }
    let itself = concat!(module_path!(), "::attempt");
    let (_, itself) = itself.split_once("::").unwrap();
    let made = Command::new(env::current_exe().unwrap())
        .args(["--exact", itself, "--ignored", "--nocapture"])
        .envs([
            (NAME, OsStr::new(name)),
            (FOLDER, folder.path().as_os_str()),
        ])
        .stdout(Stdio::null())
        .status()
        .unwrap();
    if made.code() == Some(NOT_OFFERED) {
        eprintln!("SKIPPED: this kernel does not offer all restrictions");
        return None;
    }
    Some(made)
}

fn expect_code(attempts: &[(&str, Attempt)], code: i32) {
    for (name, _) in attempts {
        if let Some(made) = made(name) {
            assert_eq!(made.code(), Some(code), "{name}: {made}");
        }
    }
}

#[test]
fn a_sidecar_can_do_what_it_does() {
    expect_code(&ALLOWED, DONE);
}

#[test]
fn calls_that_it_never_makes_are_unknown_to_it() {
    expect_code(&UNKNOWN, ENOSYS);
}

#[test]
fn files_and_ports_that_are_not_named_are_denied() {
    expect_code(&DENIED, EACCES);
}

#[test]
fn who_takes_it_over_ends_it() {
    for (name, _) in DEADLY {
        if let Some(made) = made(name) {
            assert_eq!(made.signal(), Some(SIGSYS), "{name}: {made}");
        }
    }
}

#[test]
fn what_is_turned_off_is_not_given_up() {
    let config = HardeningConfig {
        seccomp: Wanted::Never,
        landlock: Wanted::Never,
        ..HardeningConfig::default()
    };
    let given_up = thread::spawn(move || {
        give_up(&config, &Needs::default()).unwrap();
        fs::read("/etc/passwd").map(drop)
    });
    given_up.join().unwrap().unwrap();
}
