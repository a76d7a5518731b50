//! Where events come from.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{AuthConfig, Secret};
use crate::cli::{Size, TimeSpan};
use crate::sidecar::hardening::Needs;

/// Where events come from.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(tag = "type", rename_all = "lowercase")]
pub(crate) enum InputConfig {
    /// `POST /events`.
    Http(HttpInputConfig),
    /// Fluent's protocol.
    Forward(ForwardInputConfig),
    /// Lines of standard input.
    Stdin(StdinInputConfig),
    /// Lines of files that are followed.
    File(FileInputConfig),
    /// Lines from a socket in the file system.
    Unix(UnixInputConfig),
    /// Lines from a socket of the network.
    Tcp(TcpInputConfig),
}

/// An HTTP listener for events.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct HttpInputConfig {
    /// Address and port.
    pub(crate) listen: SocketAddr,
    /// Encrypted, if it is there.
    #[serde(default)]
    pub(crate) tls: Option<TlsConfig>,
    /// What clients must know.
    #[serde(default)]
    pub(crate) auth: Option<AuthConfig>,
}

/// A listener for Fluent's protocol.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ForwardInputConfig {
    /// Address and port.
    pub(crate) listen: SocketAddr,
    /// Encrypted, if it is there.
    #[serde(default)]
    pub(crate) tls: Option<TlsConfig>,
    /// What both sides must know.
    #[serde(default)]
    pub(crate) shared_key: Option<Secret>,
    /// The name that clients are told; else that of the machine.
    #[serde(default)]
    pub(crate) host_name: Option<String>,
    /// How deeply values of a record may be nested.
    #[serde(default = "default_max_depth")]
    pub(crate) max_depth: usize,
    /// Connections at once.
    #[serde(default = "default_forward_connections")]
    pub(crate) max_connections: usize,
    /// How long a connection that brings no message keeps its place while another one waits for it.
    #[serde(default = "default_idle_timeout")]
    pub(crate) idle_timeout: TimeSpan,
}

/// Standard input.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StdinInputConfig {
    /// Bytes of lines that are judged together.
    #[serde(default = "default_max_batch")]
    pub(crate) max_batch: Size,
    /// How long a line waits for others.
    #[serde(default = "default_max_delay")]
    pub(crate) max_delay: TimeSpan,
}

/// Files that are followed.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FileInputConfig {
    /// Files, or patterns.
    pub(crate) paths: Vec<String>,
    /// Where to begin in files that are there when it runs for the first time.
    #[serde(default)]
    pub(crate) start_at: StartAt,
    /// How often to look for more.
    #[serde(default = "default_poll")]
    pub(crate) poll: TimeSpan,
    /// How long a file that lost its name is followed after the last byte came.
    #[serde(default = "default_rotate_wait")]
    pub(crate) rotate_wait: TimeSpan,
    /// Files that are followed at once.
    #[serde(default = "default_max_files")]
    pub(crate) max_files: usize,
    /// Bytes of lines that are judged together.
    #[serde(default = "default_max_batch")]
    pub(crate) max_batch: Size,
}

/// Where to begin in a file.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, JsonSchema, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum StartAt {
    /// Where it begins.
    #[default]
    Beginning,
    /// Behind its last whole line.
    End,
}

/// A socket in the file system.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UnixInputConfig {
    /// Where it stands.
    pub(crate) path: PathBuf,
    /// Who may write to it.
    #[serde(default = "default_mode")]
    pub(crate) mode: FileMode,
    /// Connections at once.
    #[serde(default = "default_stream_connections")]
    pub(crate) max_connections: usize,
    /// How long a connection that brings no line keeps its place while another one waits for it.
    #[serde(default = "default_idle_timeout")]
    pub(crate) idle_timeout: TimeSpan,
    /// Bytes of lines that are judged together.
    #[serde(default = "default_max_batch")]
    pub(crate) max_batch: Size,
    /// How long a line waits for others.
    #[serde(default = "default_max_delay")]
    pub(crate) max_delay: TimeSpan,
}

/// A socket of the network.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TcpInputConfig {
    /// Address and port.
    pub(crate) listen: SocketAddr,
    /// Encrypted, if it is there.
    #[serde(default)]
    pub(crate) tls: Option<TlsConfig>,
    /// Connections at once.
    #[serde(default = "default_stream_connections")]
    pub(crate) max_connections: usize,
    /// How long a connection that brings no line keeps its place while another one waits for it.
    #[serde(default = "default_idle_timeout")]
    pub(crate) idle_timeout: TimeSpan,
    /// Bytes of lines that are judged together.
    #[serde(default = "default_max_batch")]
    pub(crate) max_batch: Size,
    /// How long a line waits for others.
    #[serde(default = "default_max_delay")]
    pub(crate) max_delay: TimeSpan,
}

/// How a listener is encrypted.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TlsConfig {
    /// A PEM file: the certificate of this listener, and those that lead to an authority.
    pub(crate) certificate: PathBuf,
    /// A PEM file: the key of the certificate.
    pub(crate) key: PathBuf,
    /// A PEM file: the authorities of clients, which must then have a certificate.
    #[serde(default)]
    pub(crate) client_ca: Option<PathBuf>,
}

/// Permissions of a file, written `"0660"`.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, JsonSchema, PartialEq, Eq)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub(crate) struct FileMode(pub(crate) u32);

/// Why a text is no mode.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("expected permissions such as \"0660\"")]
pub(crate) struct ModeError;

impl TryFrom<String> for FileMode {
    type Error = ModeError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let mode = u32::from_str_radix(&text, 8).map_err(|_| ModeError)?;
        if mode > 0o777 {
            return Err(ModeError);
        }
        Ok(Self(mode))
    }
}

impl From<FileMode> for String {
    fn from(mode: FileMode) -> Self {
        format!("{:04o}", mode.0)
    }
}

impl TlsConfig {
    fn needs(&self, needs: &mut Needs) {
        let files = [&self.certificate, &self.key].into_iter();
        let files = files.chain(&self.client_ca);
        files.for_each(|path| needs.reads_file(path));
    }
}

fn reads(secret: Option<&Secret>, needs: &mut Needs) {
    if let Some(file) = secret.and_then(Secret::file) {
        needs.reads_file(file);
    }
}

impl InputConfig {
    /// What it needs of the system.
    pub(super) fn needs(&self, needs: &mut Needs) {
        match self {
            Self::Http(http) => {
                needs.listens(http.listen);
                http.tls.iter().for_each(|tls| tls.needs(needs));
                let secret = http.auth.as_ref().map(AuthConfig::secret);
                reads(secret, needs);
            }
            Self::Forward(forward) => {
                needs.listens(forward.listen);
                forward.tls.iter().for_each(|tls| tls.needs(needs));
                reads(forward.shared_key.as_ref(), needs);
            }
            Self::Tcp(tcp) => {
                needs.listens(tcp.listen);
                tcp.tls.iter().for_each(|tls| tls.needs(needs));
            }
            Self::Unix(unix) => needs.writes_file(&unix.path),
            Self::File(file) => {
                let paths = file.paths.iter().map(Path::new);
                paths.for_each(|path| needs.reads_matches(path));
            }
            Self::Stdin(_) => {}
        }
    }

    /// What is wrong with all of them together, if anything.
    pub(super) fn contradiction(all: &[Self]) -> Option<&'static str> {
        let count = |is: fn(&Self) -> bool| all.iter().filter(|input| is(input)).count();
        if count(|input| matches!(input, Self::Stdin(_))) > 1 {
            return Some("there is more than one `stdin` input");
        }
        if count(|input| matches!(input, Self::File(_))) > 1 {
            return Some(
                "there is more than one `file` input: name all files under `paths` of one",
            );
        }
        all.iter().find_map(Self::is_nothing)
    }

    fn is_nothing(&self) -> Option<&'static str> {
        match self {
            Self::File(file) if file.paths.is_empty() || file.max_files == 0 => {
                Some("a `file` input must have `paths`, and `max_files` must be at least 1")
            }
            Self::Unix(UnixInputConfig {
                max_connections: 0, ..
            })
            | Self::Tcp(TcpInputConfig {
                max_connections: 0, ..
            })
            | Self::Forward(ForwardInputConfig {
                max_connections: 0, ..
            }) => Some("`max_connections` of an input must be at least 1"),
            _ => None,
        }
    }
}

const fn default_max_batch() -> Size {
    Size::mebibytes(1)
}

const fn default_max_delay() -> TimeSpan {
    TimeSpan::millis(100)
}

const fn default_poll() -> TimeSpan {
    TimeSpan::millis(250)
}

const fn default_rotate_wait() -> TimeSpan {
    TimeSpan::whole(60)
}

const fn default_max_files() -> usize {
    256
}

const fn default_max_depth() -> usize {
    100
}

const fn default_mode() -> FileMode {
    FileMode(0o660)
}

const fn default_stream_connections() -> usize {
    64
}

const fn default_forward_connections() -> usize {
    1024
}

const fn default_idle_timeout() -> TimeSpan {
    TimeSpan::whole(300)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<InputConfig, String> {
        serde_saphyr::from_str(text).map_err(|error| error.to_string())
    }

    #[test]
    fn every_input_has_its_defaults() {
        for text in [
            "{type: http, listen: '127.0.0.1:0'}",
            "{type: forward, listen: '127.0.0.1:0', shared_key: {env: KEY}}",
            "{type: stdin}",
            "{type: file, paths: [a.log]}",
            "{type: unix, path: socket, mode: '0600'}",
            "{type: tcp, listen: '[::1]:0', tls: {certificate: c, key: k}}",
        ] {
            read(text).unwrap();
        }
    }

    #[test]
    fn what_no_input_understands_is_an_error() {
        let error = read("{type: stdin, path: a}").unwrap_err();
        assert!(error.contains("unknown field `path`"), "{error}");
        let error = read("{type: unix, path: a, mode: '0888'}").unwrap_err();
        assert!(error.contains("\"0660\""), "{error}");
        assert!(read("{type: http, listen: '127.0.0.1:0', auth: {none: x}}").is_err());
    }

    #[test]
    fn inputs_that_cannot_stand_together_are_a_contradiction() {
        let contradiction = |texts: &[&str]| {
            let inputs: Vec<_> = texts.iter().map(|text| read(text).unwrap()).collect();
            InputConfig::contradiction(&inputs)
        };
        let file = "{type: file, paths: [a]}";
        assert!(contradiction(&[file, "{type: stdin}"]).is_none());
        assert!(contradiction(&[file, file]).is_some());
        assert!(contradiction(&["{type: stdin}", "{type: stdin}"]).is_some());
        assert!(contradiction(&["{type: file, paths: []}"]).is_some());
        assert!(contradiction(&["{type: unix, path: a, max_connections: 0}"]).is_some());
    }
}
