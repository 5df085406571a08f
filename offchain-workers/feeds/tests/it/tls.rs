//! Servers that prove who they are, and some that cannot.

use crate::common::{answer, feed_of, json, local, value, Act, Server};
use opg_feeds::{Client, Config, Error};
use rcgen::{
    date_time_ymd, BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair,
    KeyUsagePurpose,
};
use rustls::{
    pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
    ServerConfig,
};
use std::{io::Write, sync::Arc};
use tempfile::NamedTempFile;
use tokio::{io::AsyncWriteExt, net::TcpStream};
use tokio_rustls::TlsAcceptor;

/// An authority, and the file by which it is believed.
struct Authority {
    issuer: Issuer<'static, KeyPair>,
    file: NamedTempFile,
}

impl Authority {
    fn new() -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        params.distinguished_name.push(DnType::CommonName, "an authority");
        let certificate = params.self_signed(&key).unwrap();
        let mut file = NamedTempFile::new().unwrap();
        file.write_all(certificate.pem().as_bytes()).unwrap();
        Self { issuer: Issuer::new(params, key), file }
    }

    fn believed(&self) -> Config {
        Config { authorities: Some(self.file.path().into()), plain_http: false, ..local() }
    }

    /// A server with a certificate for this name, good until the end of this year.
    async fn server(
        &self,
        name: &str,
        year: i32,
        act: impl Fn(usize, &str) -> Act + Send + Sync + 'static,
    ) -> Server {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(vec![name.to_string()]).unwrap();
        params.not_before = date_time_ymd(2019, 1, 1);
        params.not_after = date_time_ymd(year, 12, 31);
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key)
            .unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let wrap = move |stream| {
            let acceptor = acceptor.clone();
            async move { acceptor.accept(stream).await.ok() }
        };
        Server::over(act, wrap).await
    }
}

async fn asked(config: &Config, server: &Server) -> Result<i128, Error> {
    value(config, &feed_of(&format!("https://localhost:{}/", server.at.port()), "")).await
}

fn seven(_: usize, _: &str) -> Act {
    Act::Send(json("7"))
}

#[tokio::test]
async fn a_server_that_proves_who_it_is_should_be_read() {
    let authority = Authority::new();
    let server = authority.server("localhost", 2100, seven).await;
    assert_eq!(asked(&authority.believed(), &server).await, Ok(700));
}

#[tokio::test]
async fn an_expired_certificate_should_be_refused() {
    let authority = Authority::new();
    let server = authority.server("localhost", 2020, seven).await;
    let error = asked(&authority.believed(), &server).await.unwrap_err();
    assert!(matches!(error, Error::Tls { .. }) && error.to_string().contains("expired"), "{error}");
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn a_certificate_for_another_or_by_nobody_should_be_refused() {
    let authority = Authority::new();
    let server = authority.server("other.example", 2100, seven).await;
    let error = asked(&authority.believed(), &server).await.unwrap_err();
    assert!(matches!(error, Error::Tls { .. }), "{error:?}");
    // By an authority that nobody has said is to be believed.
    let server = authority.server("localhost", 2100, seven).await;
    let error = asked(&Authority::new().believed(), &server).await.unwrap_err();
    assert!(matches!(error, Error::Tls { .. }), "{error:?}");
    let error = asked(&local(), &server).await.unwrap_err();
    assert!(matches!(error, Error::Tls { .. }), "{error:?}");
}

#[tokio::test]
async fn who_speaks_no_tls_should_be_named() {
    let greet = |mut stream: TcpStream| async move {
        let _ = stream.write_all(b"SSH-2.0-OpenSSH_9.2\r\n").await;
        None::<TcpStream>
    };
    let server = Server::over(seven, greet).await;
    let error = asked(&local(), &server).await.unwrap_err();
    assert!(matches!(error, Error::Tls { .. }), "{error:?}");
}

#[tokio::test]
async fn a_redirect_should_not_take_off_the_encryption() {
    let authority = Authority::new();
    let plain = Server::saying("7").await;
    let to = format!("Location: {}", plain.url());
    let act = move |_: usize, _: &str| Act::Send(answer("302 X", &[&to, "Content-Length: 0"], b""));
    let server = authority.server("localhost", 2100, act).await;
    let config = Config { plain_http: true, ..authority.believed() };
    let error = asked(&config, &server).await.unwrap_err();
    assert!(matches!(error, Error::Redirect { .. }), "{error:?}");
    assert!(error.to_string().ends_with("that would be without encryption"), "{error}");
    assert!(plain.requests().is_empty());
}

#[test]
fn authorities_that_are_none_should_be_named() {
    let empty = NamedTempFile::new().unwrap();
    for file in [empty.path().to_path_buf(), "/no/such/file".into()] {
        let config = Config { authorities: Some(file.clone()), ..Config::default() };
        let error = Client::new(&config).err().unwrap().to_string();
        assert!(error.contains(&*file.to_string_lossy()), "{error}");
    }
}
