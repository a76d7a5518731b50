//! A client that speaks TLS, with the certificates of the folder `tls`.

use std::io::{self, Read as _, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

pub(crate) type Stream = StreamOwned<ClientConnection, TcpStream>;

/// A file of the folder `tls`.
pub(crate) fn file(name: &str) -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sidecar/tls")).join(name)
}

/// The part of a configuration that encrypts an input.
pub(crate) fn tls(asks_clients: bool) -> String {
    let [certificate, key, authority] = ["server.pem", "server.key", "authority.pem"].map(file);
    let clients = if asks_clients {
        format!(", client_ca: '{}'", authority.display())
    } else {
        String::new()
    };
    let [certificate, key] = [certificate.display(), key.display()];
    format!("tls: {{certificate: '{certificate}', key: '{key}'{clients}}}")
}

/// Connects and does the handshake, with the certificate of `client` if there is one.
pub(crate) fn connect(
    address: &str,
    client: Option<&str>,
    protocols: &[&str],
) -> io::Result<Stream> {
    let mut authorities = RootCertStore::empty();
    let authority = CertificateDer::from_pem_file(file("authority.pem")).unwrap();
    authorities.add(authority).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(authorities);
    let mut config = match client {
        None => config.with_no_client_auth(),
        Some(name) => {
            let certificate = CertificateDer::from_pem_file(file(&format!("{name}.pem"))).unwrap();
            let key = PrivateKeyDer::from_pem_file(file(&format!("{name}.key"))).unwrap();
            config
                .with_client_auth_cert(vec![certificate], key)
                .unwrap()
        }
    };
    config.alpn_protocols = protocols
        .iter()
        .map(|name| name.as_bytes().to_vec())
        .collect();
    let name = ServerName::try_from("localhost").unwrap();
    let connection = ClientConnection::new(Arc::new(config), name).unwrap();
    let stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_mins(1)))?;
    let mut stream = StreamOwned::new(connection, stream);
    while stream.conn.is_handshaking() {
        stream.conn.complete_io(&mut stream.sock)?;
    }
    Ok(stream)
}

/// What is answered to a request; an error if the connection was refused.
pub(crate) fn post(mut stream: Stream, body: &str) -> io::Result<String> {
    let length = body.len();
    let head = format!(
        "POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n"
    );
    stream.write_all((head + body).as_bytes())?;
    let mut said = String::new();
    stream.read_to_string(&mut said)?;
    Ok(said)
}
