//! The client of HTTP: of the output, and of what else is posted.

use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;

use ureq::http::{HeaderName, HeaderValue, Response, Uri};
use ureq::tls::{Certificate, ClientCert, PemItem, PrivateKey, RootCerts, TlsConfig, parse_pem};
use ureq::{Agent, Body};

use super::config::{HttpTlsConfig, Secret};
use super::outputs::OutputError;
use crate::cli::TimeSpan;

/// Bytes of an answer that are read, so that the connection can be used again.
const MOST_OF_AN_ANSWER: u64 = 64 << 10;

/// A client that goes nowhere but where it is sent.
pub(super) fn agent(timeout: TimeSpan, config: &HttpTlsConfig) -> Result<Agent, OutputError> {
    let agent = Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .proxy(None)
        .timeout_global(Some(timeout.duration()))
        .max_idle_connections_per_host(1)
        .user_agent(concat!("falconet/", env!("CARGO_PKG_VERSION")))
        .tls_config(tls(config)?);
    Ok(agent.build().into())
}

/// Where something is posted to.
pub(super) fn address(url: &str) -> Result<Uri, String> {
    let url: Uri = url.parse().map_err(|error| format!("{error}"))?;
    match url.host() {
        Some(_) => Ok(url),
        None => Err("there is no host".to_owned()),
    }
}

/// What an answer says beside its status. It may break off.
pub(super) fn said(answer: &mut Response<Body>) -> Vec<u8> {
    let mut said = Vec::new();
    let body = answer.body_mut().as_reader();
    let _ = body.take(MOST_OF_AN_ANSWER).read_to_end(&mut said);
    said
}

/// A header whose value nobody is to see.
pub(super) fn header(name: &str, value: &Secret) -> Result<(HeaderName, HeaderValue), OutputError> {
    let value = value.read().map_err(Arc::new)?;
    let unusable = |reason: String| OutputError::Unusable {
        what: name.to_owned(),
        reason,
    };
    let name: HeaderName = name.parse().map_err(|error| unusable(format!("{error}")))?;
    Ok((name, secret(&value).map_err(unusable)?))
}

/// What nobody is to see, as the value of a header.
pub(super) fn secret(value: &str) -> Result<HeaderValue, String> {
    let mut value = HeaderValue::from_str(value).map_err(|error| error.to_string())?;
    value.set_sensitive(true);
    Ok(value)
}

fn tls(config: &HttpTlsConfig) -> Result<TlsConfig, OutputError> {
    let mut tls = TlsConfig::builder();
    if let Some(path) = &config.ca {
        let authorities = certificates(path)?;
        tls = tls.root_certs(RootCerts::new_with_certs(&authorities));
    }
    if let (Some(chain), Some(key)) = (&config.certificate, &config.key) {
        let client = ClientCert::new_with_certs(&certificates(chain)?, private_key(key)?);
        tls = tls.client_cert(Some(client));
    }
    Ok(tls.build())
}

fn certificates(path: &Path) -> Result<Vec<Certificate<'static>>, OutputError> {
    let mut certificates = Vec::new();
    for item in parse_pem(&read(path)?) {
        if let PemItem::Certificate(certificate) =
            item.map_err(|error| bad(path, error.to_string()))?
        {
            certificates.push(certificate);
        }
    }
    if certificates.is_empty() {
        return Err(bad(path, "there is no certificate in it".to_owned()));
    }
    Ok(certificates)
}

fn private_key(path: &Path) -> Result<PrivateKey<'static>, OutputError> {
    PrivateKey::from_pem(&read(path)?).map_err(|error| bad(path, error.to_string()))
}

fn read(path: &Path) -> Result<Vec<u8>, OutputError> {
    fs::read(path).map_err(|error| bad(path, error.to_string()))
}

fn bad(path: &Path, reason: String) -> OutputError {
    OutputError::Unusable {
        what: path.display().to_string(),
        reason,
    }
}
