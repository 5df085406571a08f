//! What an operator does for the chain, and how the pallets that give it work hold it to that.

use crate::Balance;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use polkadot_sdk::sp_runtime::DispatchError;
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// One kind of work.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Serialize,
    Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub enum Role {
    /// Makes and finalises blocks.
    #[codec(index = 0)]
    Validator,
    /// Runs models.
    #[codec(index = 1)]
    Inference,
    /// Checks what others ran.
    #[codec(index = 2)]
    Verifier,
    /// Brings in outside data.
    #[codec(index = 3)]
    Data,
}

impl Role {
    /// All there are.
    pub const ALL: [Role; 4] = [Role::Validator, Role::Inference, Role::Verifier, Role::Data];

    const fn bit(self) -> u8 {
        match self {
            Role::Validator => 1,
            Role::Inference => 2,
            Role::Verifier => 4,
            Role::Data => 8,
        }
    }
}

/// A set of roles: one bit for each, in the order of [`Role`].
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Encode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct Roles(u8);

impl Roles {
    /// No role at all.
    pub const NONE: Roles = Roles(0);

    /// These roles.
    pub fn of(roles: impl IntoIterator<Item = Role>) -> Self {
        roles.into_iter().fold(Self::NONE, Self::with)
    }

    /// This set and `role`.
    pub const fn with(self, role: Role) -> Self {
        Self(self.0 | role.bit())
    }

    /// This set without `role`.
    pub const fn without(self, role: Role) -> Self {
        Self(self.0 & !role.bit())
    }

    /// Whether `role` is among them.
    pub const fn has(self, role: Role) -> bool {
        self.0 & role.bit() != 0
    }

    /// Whether all of `others` are among them.
    pub const fn include(self, others: Roles) -> bool {
        self.0 & others.0 == others.0
    }

    /// Each of them.
    pub fn iter(self) -> impl Iterator<Item = Role> {
        Role::ALL.into_iter().filter(move |role| self.has(*role))
    }
}

impl Decode for Roles {
    fn decode<I: codec::Input>(input: &mut I) -> Result<Self, codec::Error> {
        const KNOWN: u8 = 0b1111;
        match input.read_byte()? {
            bits if bits & !KNOWN == 0 => Ok(Self(bits)),
            _ => Err("there are four roles, the lowest four bits".into()),
        }
    }
}

/// Money of an operator's own bond, set aside for work it has taken on.
///
/// Whoever holds a ticket stores it and gives it back once: by [`Tickets::release`] when the work is
/// done, by [`Tickets::slash`] when it was done badly. Neither unbonding nor a slash for any other
/// reason can touch what a ticket stands for.
#[must_use = "what a lost ticket stands for stays locked for ever"]
#[derive(Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Ticket<AccountId> {
    /// Whose bond it is.
    pub operator: AccountId,
    /// How much of it.
    pub amount: Balance,
}

/// Where other pallets set bonds aside for work in flight.
pub trait Tickets<AccountId> {
    /// Money taken, for its taker to place.
    type Slashed;

    /// What `operator` could still lock for work in `role`: nothing without the role.
    fn lockable(operator: &AccountId, role: Role) -> Balance;

    /// Sets `amount` of the bond aside.
    fn lock(
        operator: &AccountId,
        role: Role,
        amount: Balance,
    ) -> Result<Ticket<AccountId>, DispatchError>;

    /// Frees what the ticket stands for.
    fn release(ticket: Ticket<AccountId>);

    /// Takes `amount`, at most all the ticket stands for, and frees the rest.
    fn slash(ticket: Ticket<AccountId>, amount: Balance) -> Self::Slashed;
}

/// Who wants to know what an operator's roles and bond have become.
pub trait OnOperator<AccountId> {
    /// These are `operator`'s roles, and the part of its own bond that may back work, from now on: nothing
    /// of either when it is gone.
    fn changed(operator: &AccountId, roles: Roles, bond: Balance);
}

impl<AccountId> OnOperator<AccountId> for () {
    fn changed(_: &AccountId, _: Roles, _: Balance) {}
}

impl<AccountId, One: OnOperator<AccountId>, Other: OnOperator<AccountId>> OnOperator<AccountId>
    for (One, Other)
{
    fn changed(operator: &AccountId, roles: Roles, bond: Balance) {
        One::changed(operator, roles, bond);
        Other::changed(operator, roles, bond);
    }
}

/// What operators there are.
pub trait OperatorRoles<AccountId> {
    /// What `who` does, which is nothing unless it is an operator.
    fn roles(who: &AccountId) -> Roles;
}
