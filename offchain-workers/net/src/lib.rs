//! # What every client of ours on the internet needs
//!
//! - a [`Guard`] that knows which addresses are nobody's business, and a [`Resolver`] that asks it when a
//!   connection is made, so that a name cannot point elsewhere between check and use;
//! - [`use_some_cryptography`] for TLS;
//! - [`without_secrets`] for names in errors.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod guard;
mod resolver;

pub use guard::{Guard, Kind, Refused};
pub use resolver::{NoAddress, Resolver};

/// The HTTP client leaves the choice to the process. Whoever made one before is not overruled.
pub fn use_some_cryptography() {
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        // Another thread may be faster, with the same choice.
        let _ = rustls::crypto::ring::default_provider().install_default();
    }
}

/// A URL without what may follow its path or name a user.
pub fn without_secrets(url: &str) -> String {
    let url = url.split(['?', '#']).next().unwrap_or_default();
    match url.split_once("://") {
        Some((scheme, rest)) => {
            let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            let host = host.rsplit('@').next().unwrap_or_default();
            format!("{scheme}://{host}{path}")
        },
        None => url.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_should_not_give_away_a_password() {
        assert_eq!(without_secrets("https://me:secret@a.example/x?key=1"), "https://a.example/x");
        assert_eq!(without_secrets("http://a.example:80"), "http://a.example:80");
        assert_eq!(without_secrets("http://a@b@c/d@e"), "http://c/d@e");
        assert_eq!(without_secrets("nonsense?secret"), "nonsense");
    }
}
