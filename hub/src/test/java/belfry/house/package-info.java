/** The rules of the house, checked on the class files, the sources and the documents. */
package belfry.house;
