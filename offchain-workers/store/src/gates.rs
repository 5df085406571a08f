//! One at a time, for each address.

use crate::Address;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::sync::OwnedMutexGuard;

/// Gates that nobody uses are forgotten when there are more than this.
const MANY: usize = 256;

/// Gates, one for each address.
#[derive(Default)]
pub struct Gates(Mutex<HashMap<Address, Arc<tokio::sync::Mutex<()>>>>);

/// Being in a gate. Others wait until it is dropped.
pub struct Inside(#[allow(dead_code)] OwnedMutexGuard<()>);

impl Gates {
    /// Waits until nobody else is in the gate of this address.
    pub async fn enter(&self, address: &Address) -> Inside {
        let gate = {
            let mut gates = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if gates.len() > MANY {
                gates.retain(|_, gate| Arc::strong_count(gate) > 1);
            }
            Arc::clone(gates.entry(*address).or_default())
        };
        Inside(gate.lock_owned().await)
    }
}
