"""The slope of the generator's loss at a fake with logit -4, by TensorFlow, and ours."""

import tensorflow as tf
import torch

from genai_utils import losses

logit = tf.Variable([-4.0])
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(tf.nn.softplus(-logit))
theirs = float(tape.gradient(loss, logit)[0])
at = torch.tensor([-4.0], requires_grad=True)
ours = torch.autograd.grad(losses.generator_loss_non_saturating(at), at)[0].item()
print(f"{theirs:.3f} {ours:.3f}")
