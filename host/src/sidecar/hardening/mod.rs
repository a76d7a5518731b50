//! The process gives up what it does not need, before it has other threads and before it reads any input: rights that it
//! could win by running programs (`no_new_privs`), system calls (seccomp), files and ports (Landlock).
//!
//! The compiled module is made before, since it takes executable memory and the folder of the cache.

#[cfg(test)]
#[cfg(target_os = "linux")]
mod attempts;
#[cfg(target_os = "linux")]
mod landlock;
mod needs;
#[cfg(target_os = "linux")]
mod seccomp;
#[cfg(not(target_os = "linux"))]
#[path = "elsewhere.rs"]
mod system;
#[cfg(target_os = "linux")]
#[path = "linux.rs"]
mod system;

use std::fs::{self, DirBuilder};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _};
use std::path::Path;

use tracing::{info, warn};

use super::config::{Config, HardeningConfig, Wanted};
pub(crate) use needs::Needs;

const WRITABLE_BY_ALL: u32 = 0o002;

/// Why a sidecar does not start without what was required.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HardeningError {
    /// A restriction does not hold.
    #[error("`hardening.{name}` is required, but it does not hold: {reason}")]
    Required {
        /// The key.
        name: &'static str,
        /// What the kernel says.
        reason: String,
    },
}

/// What became of a restriction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Layer {
    /// The configuration turns it off.
    Off,
    /// It holds.
    Held {
        /// What it restricts.
        what: String,
        /// What a newer kernel would restrict as well.
        missing: String,
    },
    /// It does not hold, and why.
    Absent(String),
}

/// What became of all of them.
#[derive(Clone, Debug)]
pub(crate) struct Hardening {
    seccomp: Layer,
    landlock: Layer,
}

/// Gives up everything but what the configuration needs, and says so.
pub(crate) fn harden(config: &Config) -> Result<Hardening, HardeningError> {
    if !config.is_pipe {
        make_state(&config.state);
    }
    let hardening = give_up(&config.hardening, &config.needs())?;
    hardening.tell();
    Ok(hardening)
}

/// Makes the state folder, for nobody else: what is not there cannot be named. If it cannot be made, that is told when it is
/// opened.
fn make_state(folder: &Path) {
    let mut made = DirBuilder::new();
    drop(made.recursive(true).mode(0o700).create(folder));
    let about = fs::metadata(folder);
    if about.is_ok_and(|about| about.mode() & WRITABLE_BY_ALL != 0) {
        warn!(folder = %folder.display(), "everybody can write to the state folder, and so forge what is in it");
    }
}

/// As far as it is wanted and the kernel offers it.
fn give_up(config: &HardeningConfig, needs: &Needs) -> Result<Hardening, HardeningError> {
    Ok(Hardening {
        landlock: layer("landlock", config.landlock, || system::landlock(needs))?,
        seccomp: layer("seccomp", config.seccomp, || system::seccomp(needs))?,
    })
}

fn layer(
    name: &'static str,
    wanted: Wanted,
    restrict: impl FnOnce() -> Layer,
) -> Result<Layer, HardeningError> {
    if wanted == Wanted::Never {
        return Ok(Layer::Off);
    }
    match restrict() {
        Layer::Absent(reason) if wanted == Wanted::Required => {
            Err(HardeningError::Required { name, reason })
        }
        layer => Ok(layer),
    }
}

impl Layer {
    fn held(what: &str) -> Self {
        Self::Held {
            what: what.to_owned(),
            missing: String::new(),
        }
    }

    fn absent(reason: &str) -> Self {
        Self::Absent(reason.to_owned())
    }

    /// Whether it holds, if only in part.
    pub(crate) const fn holds(&self) -> bool {
        matches!(self, Self::Held { .. })
    }

    fn text(&self) -> &str {
        match self {
            Self::Off => "off",
            Self::Held { what, .. } => what,
            Self::Absent(_) => "absent",
        }
    }

    /// What the kernel does not offer.
    fn lack(&self) -> Option<&str> {
        match self {
            Self::Held { missing, .. } if !missing.is_empty() => Some(missing),
            Self::Absent(reason) => Some(reason),
            _ => None,
        }
    }
}

impl Hardening {
    fn tell(&self) {
        info!(
            seccomp = self.seccomp.text(),
            landlock = self.landlock.text(),
            "gave up what is not needed"
        );
        for (name, layer) in self.layers() {
            if let Some(lack) = layer.lack() {
                warn!(name, lack, "this kernel does not offer all of it");
            }
        }
    }

    /// The restrictions, by the keys of the configuration.
    pub(crate) const fn layers(&self) -> [(&'static str, &Layer); 2] {
        [("seccomp", &self.seccomp), ("landlock", &self.landlock)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_required_is_there_or_nothing_starts() {
        let absent = || Layer::absent("switched off");
        let error = layer("landlock", Wanted::Required, absent).unwrap_err();
        assert_eq!(
            error.to_string(),
            "`hardening.landlock` is required, but it does not hold: switched off"
        );
        let held = layer("landlock", Wanted::Required, || Layer::held("files"));
        assert!(held.unwrap().holds());
    }

    #[test]
    fn what_is_only_wanted_may_be_absent_and_is_told() {
        let absent = || Layer::absent("switched off");
        let layer = layer("landlock", Wanted::WhereOffered, absent).unwrap();
        assert_eq!(layer.lack(), Some("switched off"));
    }

    #[test]
    fn what_is_turned_off_is_not_tried() {
        let tried = || panic!("tried");
        assert_eq!(layer("seccomp", Wanted::Never, tried).unwrap(), Layer::Off);
    }
}
