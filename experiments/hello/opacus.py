"""The privacy that a training with noise has spent, by Opacus' accountant."""

from opacus.accountants import RDPAccountant

account = RDPAccountant()
for _ in range(1000):
    account.step(noise_multiplier=1.1, sample_rate=0.01)
print(f"epsilon {account.get_epsilon(delta=1e-5):.2f}")
