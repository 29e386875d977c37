package io.argosy.acceptance;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;

/**
 * Every message that differs from a given one in a single field, found by walking the descriptors:
 * a field that is added to a proto is bent, too, without anybody thinking of it.
 */
final class Bending {
  private Bending() {}

  /**
   * One bent message.
   *
   * @param path the field, such as {@code intents.pay.deadline}, and what was done to it
   */
  record Bent(String path, Message message) {
    <M extends Message> M as(Class<M> type) {
      return type.cast(message);
    }
  }

  static List<Bent> all(Message message) {
    var all = new ArrayList<Bent>();
    for (var field : message.getDescriptorForType().getFields()) {
      if (field.isRepeated()) {
        repeated(message, field, all);
      } else {
        singular(message, field, all);
      }
    }
    return all;
  }

  private static void singular(Message message, FieldDescriptor field, List<Bent> all) {
    boolean isMessage = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
    if (!isMessage) {
      var bent = message.toBuilder().setField(field, other(field, message.getField(field)));
      all.add(new Bent(field.getName(), bent.build()));
    } else if (message.hasField(field)) {
      all.add(
          new Bent(field.getName() + " cleared", message.toBuilder().clearField(field).build()));
      for (Bent inner : all((Message) message.getField(field))) {
        var bent = message.toBuilder().setField(field, inner.message());
        all.add(new Bent(field.getName() + "." + inner.path(), bent.build()));
      }
    } else {
      var empty = message.toBuilder().newBuilderForField(field).build();
      all.add(
          new Bent(field.getName() + " set", message.toBuilder().setField(field, empty).build()));
    }
  }

  private static void repeated(Message message, FieldDescriptor field, List<Bent> all) {
    @SuppressWarnings("unchecked")
    var values = (List<Object>) message.getField(field);
    if (values.isEmpty()) {
      return;
    }
    var fewer = new ArrayList<>(values);
    fewer.removeLast();
    all.add(with(message, field, field.getName() + " one fewer", fewer));
    var twice = new ArrayList<>(values);
    twice.add(values.getLast());
    all.add(with(message, field, field.getName() + " last twice", twice));
    if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
      for (Bent inner : all((Message) values.getFirst())) {
        all.add(withFirst(message, field, field.getName() + "." + inner.path(), inner.message()));
      }
    } else {
      all.add(withFirst(message, field, field.getName(), other(field, values.getFirst())));
    }
  }

  private static Bent withFirst(Message message, FieldDescriptor field, String path, Object first) {
    @SuppressWarnings("unchecked")
    var values = new ArrayList<>((List<Object>) message.getField(field));
    values.set(0, first);
    return with(message, field, path, values);
  }

  private static Bent with(Message message, FieldDescriptor field, String path, List<?> values) {
    return new Bent(path, message.toBuilder().setField(field, values).build());
  }

  /** Another value of the same type. */
  private static Object other(FieldDescriptor field, Object value) {
    return switch (field.getJavaType()) {
      case INT -> (int) value + 1;
      case LONG -> (long) value + 1;
      case BOOLEAN -> !(boolean) value;
      case STRING -> value + "x";
      case BYTE_STRING -> flipped((ByteString) value);
      case ENUM -> otherConstant((EnumValueDescriptor) value);
      case FLOAT, DOUBLE, MESSAGE -> throw new AssertionError("a field of type " + field.getType());
    };
  }

  private static ByteString flipped(ByteString value) {
    byte[] bytes = value.isEmpty() ? new byte[1] : value.toByteArray();
    bytes[bytes.length / 2] ^= 1;
    return ByteString.copyFrom(bytes);
  }

  private static EnumValueDescriptor otherConstant(EnumValueDescriptor value) {
    var all = value.getType().getValues();
    return all.get((value.getIndex() + 1) % all.size());
  }
}
