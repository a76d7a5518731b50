//! Lines from a socket in the file system.

use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::{FileTypeExt as _, PermissionsExt as _};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::net::{UnixListener, UnixSocket};
use tokio::task::JoinSet;
use tracing::{info, warn};

use super::InputError;
use super::connections::Crowd;
use super::lines::{BatchBounds, LineSockets};
use crate::sidecar::config::UnixInputConfig;
use crate::sidecar::serve::{ServeError, Sidecar};

/// Connections that the system keeps until they are accepted.
const BACKLOG: u32 = 128;

/// The file of a socket, which goes when it does.
struct SocketFile(PathBuf);

/// Listens.
pub(super) fn start(
    sidecar: &Arc<Sidecar>,
    config: &UnixInputConfig,
    tasks: &mut JoinSet<()>,
) -> Result<(), ServeError> {
    let bound = bind(&config.path, config.mode.0);
    let (listener, file) = bound.map_err(|error| InputError::Socket {
        path: config.path.display().to_string(),
        error,
    })?;
    info!(address = %config.path.display(), purpose = "unix", "listening");
    let sockets = LineSockets {
        sidecar: Arc::clone(sidecar),
        kind: "unix",
        bounds: BatchBounds {
            max_batch: config.max_batch.in_memory(),
            max_delay: config.max_delay.duration(),
            max_record: sidecar.limits.max_record.in_memory(),
        },
        crowd: Crowd::new(config.max_connections),
        idle: config.idle_timeout.duration(),
        tls: None,
    };
    tasks.spawn(async move {
        sockets.serve(listener).await;
        drop(file);
    });
    Ok(())
}

/// Nobody can connect before the permissions are as they must be.
fn bind(path: &Path, mode: u32) -> io::Result<(UnixListener, SocketFile)> {
    remove_stale(path)?;
    let socket = UnixSocket::new_stream()?;
    socket.bind(path)?;
    let file = SocketFile(path.to_owned());
    fs::set_permissions(path, Permissions::from_mode(mode))?;
    Ok((socket.listen(BACKLOG)?, file))
}

/// A socket that nobody listens to is what a crash left.
fn remove_stale(path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
        Ok(about) if !about.file_type().is_socket() => Err(io::ErrorKind::AlreadyExists.into()),
        Ok(_) => match UnixStream::connect(path) {
            Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => fs::remove_file(path),
            Err(error) => Err(error),
            Ok(_) => Err(io::ErrorKind::AddrInUse.into()),
        },
    }
}

impl Drop for SocketFile {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_file(&self.0) {
            warn!(path = %self.0.display(), %error, "a socket stays behind");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_socket_has_its_permissions_and_goes_with_its_listener() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("socket");
        let (listener, file) = bind(&path, 0o620).unwrap();
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o620);
        drop((listener, file));
        assert!(!path.exists());
    }

    #[tokio::test]
    async fn only_a_socket_that_nobody_listens_to_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("socket");
        let first = bind(&path, 0o660).unwrap();
        let in_use = bind(&path, 0o660).err().unwrap();
        assert_eq!(in_use.kind(), io::ErrorKind::AddrInUse);
        let (listener, file) = first;
        std::mem::forget(file);
        drop(listener);
        assert!(path.exists());
        drop(bind(&path, 0o660).unwrap());
        fs::write(&path, "precious").unwrap();
        let other = bind(&path, 0o660).err().unwrap();
        assert_eq!(other.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(&path).unwrap(), "precious");
    }
}
