//! Names, resolved to addresses that may be reached.

use crate::{Guard, Refused};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::{
    error::Error as StdError,
    io,
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

/// Gives an HTTP client no address that the guard refuses. It is asked for each connection, and the client
/// connects to what it was given: a name that changes its mind gains nothing by it.
///
/// A client does not ask for a host that is written as an address: [`Resolver::check_literal`] before it does.
#[derive(Clone, Debug, Default)]
pub struct Resolver {
    guard: Arc<Guard>,
}

/// Why a name led nowhere.
#[derive(Debug, thiserror::Error)]
pub enum NoAddress {
    /// It is not known, or its servers do not answer.
    #[error("it has no address: {0}")]
    Unknown(io::Error),
    /// It is known, and none of its addresses may be reached.
    #[error(transparent)]
    Refused(#[from] Refused),
}

impl Resolver {
    /// One that asks this guard.
    pub fn new(guard: Guard) -> Self {
        Self { guard: Arc::new(guard) }
    }

    /// Judges a host of a URL that is an address already. Names pass: they are judged when resolved.
    pub fn check_literal(&self, host: &str) -> Result<(), Refused> {
        let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
        bare.parse::<IpAddr>().map_or(Ok(()), |address| self.guard.check(address))
    }

    /// The addresses of a name that may be reached; at least one.
    pub fn reachable(
        &self,
        found: impl IntoIterator<Item = SocketAddr>,
    ) -> Result<Vec<SocketAddr>, NoAddress> {
        let mut refused = None;
        let mut reachable = Vec::new();
        for address in found {
            match self.guard.check(address.ip()) {
                Ok(()) => reachable.push(address),
                Err(because) => refused = Some(because),
            }
        }
        match (reachable.is_empty(), refused) {
            (false, _) => Ok(reachable),
            (true, Some(refused)) => Err(refused.into()),
            (true, None) => {
                let none = io::Error::new(io::ErrorKind::NotFound, "its servers name none");
                Err(NoAddress::Unknown(none))
            },
        }
    }
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let resolver = self.clone();
        Box::pin(async move {
            // The client puts in the port.
            let found = tokio::net::lookup_host((name.as_str(), 0)).await;
            let found = found.map_err(NoAddress::Unknown);
            match found.and_then(|found| resolver.reachable(found)) {
                Ok(reachable) => Ok(Box::new(reachable.into_iter()) as Addrs),
                Err(none) => Err(Box::new(none) as Box<dyn StdError + Send + Sync>),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(address: &str) -> SocketAddr {
        SocketAddr::new(address.parse().unwrap(), 0)
    }

    #[test]
    fn of_many_addresses_only_the_public_ones_should_be_given() {
        let resolver = Resolver::default();
        let found = [at("127.0.0.1"), at("1.1.1.1"), at("10.0.0.1")];
        assert_eq!(resolver.reachable(found).unwrap(), [at("1.1.1.1")]);
        let none = resolver.reachable([at("10.0.0.1")]);
        assert!(matches!(none, Err(NoAddress::Refused(_))), "{none:?}");
        assert!(matches!(resolver.reachable([]), Err(NoAddress::Unknown(_))));
    }

    #[tokio::test]
    async fn a_name_of_this_machine_should_be_refused() {
        let name = || "localhost".parse().unwrap();
        let error = Resolver::default().resolve(name()).await.err().unwrap();
        let error = error.downcast_ref::<NoAddress>();
        assert!(matches!(error, Some(NoAddress::Refused(_))), "{error:?}");
        let open = Resolver::new(Guard::allowing(
            ["127.0.0.0/8", "::1/128"].map(|net| net.parse().unwrap()),
        ));
        assert!(open.resolve(name()).await.is_ok());
    }

    #[test]
    fn a_host_that_is_an_address_should_be_judged_without_asking() {
        let resolver = Resolver::default();
        assert!(resolver.check_literal("127.0.0.1").is_err());
        assert!(resolver.check_literal("[::1]").is_err());
        assert!(resolver.check_literal("1.1.1.1").is_ok());
        assert!(resolver.check_literal("a.example").is_ok());
    }
}
