//! TLS, for whoever listens and for whoever connects.

use std::path::Path;
use std::sync::Arc;

use rustls::pki_types::pem::{self, PemObject};
use rustls::pki_types::{CertificateDer, InvalidDnsNameError, PrivateKeyDer, ServerName};
use rustls::server::{ServerConfig, VerifierBuilderError, WebPkiClientVerifier};
use rustls::{ClientConfig, RootCertStore, crypto};
use tokio_rustls::TlsAcceptor;

use crate::sidecar::config::{ClientTlsConfig, TlsConfig};

/// Why there is no TLS.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TlsError {
    /// A file cannot be read, or holds nothing of what it should.
    #[error("cannot read {what} in `{path}`: {error}")]
    File {
        /// What it should hold.
        what: &'static str,
        /// The file.
        path: String,
        /// What is wrong with it.
        error: pem::Error,
    },
    /// Certificate and key do not go together, or are of an unknown kind.
    #[error("the certificate `{certificate}` cannot be used with the key `{key}`: {error}")]
    Pair {
        /// The file of the certificate.
        certificate: String,
        /// The file of the key.
        key: String,
        /// What is wrong.
        error: rustls::Error,
    },
    /// A certificate of an authority cannot be used.
    #[error("`{path}` holds no authority for clients: {error}")]
    Authority {
        /// The file.
        path: String,
        /// What is wrong.
        error: VerifierBuilderError,
    },
    /// There is no certificate of an authority that could be used.
    #[error("`{0}` holds no authority that could be used")]
    NoAuthority(String),
    /// No certificate can be for such a name.
    #[error("no certificate can be for `{name}`: {error}")]
    Name {
        /// The name.
        name: String,
        /// Why.
        error: InvalidDnsNameError,
    },
    /// The provider has none of the versions.
    #[error("cannot set TLS up: {0}")]
    Versions(rustls::Error),
}

/// Reads certificates and keys. `protocols` are offered in the handshake, the first one most gladly.
pub(crate) fn acceptor(config: &TlsConfig, protocols: &[&str]) -> Result<TlsAcceptor, TlsError> {
    let provider = Arc::new(crypto::ring::default_provider());
    let builder = ServerConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(TlsError::Versions)?;
    let builder = match &config.client_ca {
        Some(path) => {
            let clients = WebPkiClientVerifier::builder_with_provider(authorities(path)?, provider);
            let clients = clients.build().map_err(|error| TlsError::Authority {
                path: path.display().to_string(),
                error,
            })?;
            builder.with_client_cert_verifier(clients)
        }
        None => builder.with_no_client_auth(),
    };
    let chain = certificates("certificates", &config.certificate)?;
    let mut server = builder
        .with_single_cert(chain, key(&config.key)?)
        .map_err(|error| TlsError::Pair {
            certificate: config.certificate.display().to_string(),
            key: config.key.display().to_string(),
            error,
        })?;
    server.alpn_protocols = protocols
        .iter()
        .map(|name| name.as_bytes().to_vec())
        .collect();
    Ok(TlsAcceptor::from(Arc::new(server)))
}

/// How one connects, and to whom.
pub(crate) struct Connector {
    pub(crate) config: Arc<ClientConfig>,
    /// Whom the certificate of the server must be for.
    pub(crate) name: ServerName<'static>,
}

/// Reads certificates and keys. `host` is the server, unless the configuration has another name for it.
pub(crate) fn connector(config: &ClientTlsConfig, host: &str) -> Result<Connector, TlsError> {
    let name = config.server_name.as_deref().unwrap_or(host);
    let name = ServerName::try_from(name.to_owned()).map_err(|error| TlsError::Name {
        name: name.to_owned(),
        error,
    })?;
    let roots = authorities(&config.ca)?;
    if roots.is_empty() {
        return Err(TlsError::NoAuthority(config.ca.display().to_string()));
    }
    let provider = Arc::new(crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(TlsError::Versions)?
        .with_root_certificates(roots);
    let config = match (&config.certificate, &config.key) {
        (Some(certificate), Some(path)) => builder
            .with_client_auth_cert(certificates("certificates", certificate)?, key(path)?)
            .map_err(|error| TlsError::Pair {
                certificate: certificate.display().to_string(),
                key: path.display().to_string(),
                error,
            })?,
        _ => builder.with_no_client_auth(),
    };
    let config = Arc::new(config);
    Ok(Connector { config, name })
}

fn authorities(path: &Path) -> Result<Arc<RootCertStore>, TlsError> {
    let mut authorities = RootCertStore::empty();
    // Those that cannot be parsed are left out; if none is left the verifier says so.
    authorities.add_parsable_certificates(certificates("authorities", path)?);
    Ok(Arc::new(authorities))
}

fn certificates(what: &'static str, path: &Path) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let failed = |error| TlsError::File {
        what,
        path: path.display().to_string(),
        error,
    };
    let all = CertificateDer::pem_file_iter(path).map_err(failed)?;
    let all: Vec<_> = all.collect::<Result<_, _>>().map_err(failed)?;
    if all.is_empty() {
        return Err(failed(pem::Error::NoItemsFound));
    }
    Ok(all)
}

fn key(path: &Path) -> Result<PrivateKeyDer<'static>, TlsError> {
    PrivateKeyDer::from_pem_file(path).map_err(|error| TlsError::File {
        what: "a private key",
        path: path.display().to_string(),
        error,
    })
}
